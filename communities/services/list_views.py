"""Views of lists are saved, renamed, shared, begun with and removed; columns are chosen."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import ListView, Membership
from lib.errors import DomainError
from lib.list_views import SavedView, Views

#: So many views of one list has nobody; a longer address no browser sends.
MOST, LONGEST = 50, 4000
LONGEST_NAME = 60
#: With whom a view is shared, as the list's page says it.
AREA, ROLE = "area", "role"
READ = (
    "owner_id",
    "name",
    "query",
    "columns",
    "begins_id",
    "area__name",
    "area__told_apart_by",
    "role__name_zh",
    "role__name_en",
)


class Keeper:
    """Keeps the views of all lists (`lib.list_views.ViewKeeper`)."""

    def of(self, user: User, path: str) -> Views:
        """Return what `user` has at the list `path`, by one statement."""
        rows = ListView.objects.visible_to(user).filter(path=path)
        columns: tuple[str, ...] = ()
        begins, saved = "", []
        for one in rows.select_related("area", "role").only(*READ):
            own = one.owner_id == user.pk
            if one.name:
                saved.append(
                    SavedView(
                        key=str(one.pk),
                        name=one.name,
                        query=one.query,
                        own=own,
                        shared=one.shared_with,
                    )
                )
            elif own:
                columns, begins = tuple(one.columns), str(one.begins_id or "")
        return Views(columns, tuple(saved), begins)

    def choose(self, *, user: User, path: str, columns: Sequence[str]) -> None:
        """Keep the columns of a list for `user`; none: as the list has them."""
        _choose(user, path, columns=list(columns))

    def save(
        self, *, user: User, path: str, title: str, name: str, query: str, share: str, begins: bool
    ) -> None:
        """Keep a view under a name. Raises DomainError for what cannot be kept."""
        save_view(
            user=user, path=path, title=title, name=name, query=query, share=share, begins=begins
        )


@transaction.atomic
def save_view(
    *, user: User, path: str, title: str, name: str, query: str, share: str, begins: bool
) -> ListView:
    """Keep a view; one of the same name is what it is now.

    What was searched for is not shared: it may be somebody's name. Raises DomainError without a
    name, for too many views, and for who works nowhere and would share.
    """
    name = _checked(name)
    area, role = _place(user, share)
    query = _without_words(query) if area else query
    if len(query) > LONGEST:
        raise DomainError(_("This filter is too long to be kept."))
    if ListView.objects.named().filter(owner=user, path=path).count() >= MOST:
        raise DomainError(_("You have %(n)s views of this list: remove one first.") % {"n": MOST})
    view, _fresh = ListView.objects.update_or_create(
        owner=user,
        path=path,
        name=name,
        defaults={"title": title[:100], "query": query, "area": area, "role": role},
    )
    audit.record(actor=user, code="communities.list-view.saved", target=view)
    if begins:
        begin_with(user=user, view=view)
    return view


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Give the view a name."))
    if len(name) > LONGEST_NAME:
        raise DomainError(_("The name has at most %(n)s characters.") % {"n": LONGEST_NAME})
    return name


def _place(user: User, share: str) -> tuple[Any, Any]:
    """Return area and role with which `user` shares: those of the first post, the widest area."""
    if share not in (AREA, ROLE):
        return None, None
    post = posts_of(user).first()
    if post is None:
        raise DomainError(_("You work in no area with which a view could be shared."))
    return post.area, post.role if share == ROLE else None


def posts_of(user: User) -> QuerySet[Membership]:
    """Return where and as what `user` works today, the widest area first."""
    return user.memberships.active_on().select_related("area", "role").order_by("area__path")


def _without_words(query: str) -> str:
    kept = QueryDict(query, mutable=True)
    kept.pop("q", None)
    return kept.urlencode()


@transaction.atomic
def rename_view(
    *, user: User, view: ListView, name: str, post: Membership | None, role: bool
) -> None:
    """Give one's own view another name, and share it with the area of `post` (None: nobody).

    With `role` only those share it who have the role of the post. Raises DomainError for a name
    that another view of the list has.
    """
    view.name = _checked(name)
    view.area = post.area if post else None
    view.role = post.role if post and role else None
    if post:
        view.query = _without_words(view.query)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise DomainError(_("Another view of this list has this name.")) from error
    audit.record(actor=user, code="communities.list-view.changed", target=view)


def begin_with(*, user: User, view: ListView | None, path: str = "") -> None:
    """Have the list begin with `view` for `user`; None: as the list at `path` does by itself."""
    _choose(user, view.path if view else path, begins=view)


def _choose(user: User, path: str, **columns: Any) -> None:
    ListView.objects.update_or_create(owner=user, path=path, name="", defaults=columns)


@transaction.atomic
def remove_view(*, user: User, view: ListView) -> None:
    """Remove one's own view; lists that began with it begin as they are."""
    audit.record(actor=user, code="communities.list-view.removed", target=view)
    view.delete()
