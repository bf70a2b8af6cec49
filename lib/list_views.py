"""Views of lists that people save: filters, order and columns under a name; the columns of a list.

Which rows stand in them is decided anew by the list itself, whoever opens a view. This library
does not know where they are kept: whoever registered with `keep_views` answers with one statement
what a person has at a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lib.errors import DomainError
from lib.http import SignedInRequest
from lib.table import Column, Table

#: The word of the address that names the columns, in their order.
COLUMNS = "columns"
#: In the address of a list that shall not begin with somebody's view.
NO_VIEW = "view"
#: What a list's own page posts: choose its columns, have them as they were, save a view.
CHOOSE, RESET, SAVE = "choose-columns", "reset-columns", "save-view"
#: Words of the address that a view does not keep.
PASSING = ("page", "after", "before", "export", "download", "from", NO_VIEW)


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A view as a list shows it: `shared` says with whom, "" for one's own alone."""

    key: str
    name: str
    query: str
    own: bool
    shared: str = ""


@dataclass(frozen=True)
class Views:
    """What a person has at a list: chosen columns by key, views, the one with which it begins."""

    columns: tuple[str, ...] = ()
    saved: tuple[SavedView, ...] = ()
    begins: str = ""

    @property
    def first(self) -> SavedView | None:
        """The view with which the list begins."""
        return next((one for one in self.saved if one.key == self.begins), None)


class ViewKeeper(Protocol):
    """Where views are kept."""

    def of(self, user: Any, path: str) -> Views:
        """Return what `user` has at the list `path`, by one statement."""

    def choose(self, *, user: Any, path: str, columns: Sequence[str]) -> None:
        """Keep the columns of a list for `user`; none: as the list has them."""

    def save(
        self, *, user: Any, path: str, title: str, name: str, query: str, share: str, begins: bool
    ) -> None:
        """Keep a view under a name. Raises DomainError for what cannot be kept."""


_keepers: list[ViewKeeper] = []


def keep_views(keeper: ViewKeeper) -> None:
    """Have `keeper` keep the views of all lists."""
    _keepers[:] = [keeper]


def views_at(request: SignedInRequest) -> Views:
    """Return what the user has at the list of `request`."""
    return _keepers[0].of(request.user, request.path) if _keepers else Views()


def chosen_keys(request: SignedInRequest, views: Views) -> Sequence[str]:
    """Return the columns that the address names, else those that the user chose."""
    named = request.GET.get(COLUMNS, "")
    return named.split(",") if named else views.columns


def begun(request: SignedInRequest, views: Views) -> HttpResponse | None:
    """Lead to the view with which the list begins, while its address says nothing at all."""
    if request.GET or views.first is None:
        return None
    return redirect(f"{request.path}?{views.first.query or f'{NO_VIEW}='}")


def kept_query(data: QueryDict) -> str:
    """Return of an address what a view keeps, in an order that two like ones share."""
    kept = QueryDict(mutable=True)
    for name in sorted(data):
        values = [value for value in data.getlist(name) if value]
        # A filter that stands there empty says "all" where a list begins narrowed.
        if name not in PASSING and name != "csrfmiddlewaretoken":
            kept.setlist(name, values or [""])
    return kept.urlencode()


@dataclass(frozen=True)
class Choice:
    """A column as it can be chosen: its key, whether it is shown, its place."""

    key: str
    column: Column
    shown: bool
    place: int


class ViewTools:
    """Views and columns of one list, as its page draws them."""

    def __init__(self, request: SignedInRequest, views: Views, full: Table, shown: Table) -> None:
        self._request, self.views, self._full, self._shown = request, views, full, shown
        self.query = kept_query(request.GET)

    @property
    def active(self) -> SavedView | None:
        """The view that the address is."""
        return next((one for one in self.views.saved if one.query == self.query), None)

    @property
    def entries(self) -> list[tuple[SavedView, str, bool]]:
        """The views with their addresses, and whether the list begins with it."""
        return [
            (one, f"?{one.query or f'{NO_VIEW}='}", one.key == self.views.begins)
            for one in self.views.saved
        ]

    @property
    def choices(self) -> list[Choice]:
        """The columns but the first, which always stands there: those shown, then the others."""
        known = self._full.by_key
        keys = {id(column): key for key, column in known.items()}
        shown = list(self._shown.columns[1:])
        others = [
            one for one in known.values() if one not in shown and one is not self._full.columns[0]
        ]
        return [
            Choice(keys[id(one)], one, place <= len(shown), place)
            for place, one in enumerate([*shown, *others], start=1)
        ]

    @property
    def is_chosen(self) -> bool:
        """True when the columns are not those that the list has by itself."""
        return self._shown is not self._full


def answer_views(request: SignedInRequest, full: Table, title: str) -> HttpResponse | None:
    """Do what the list's page posts about columns and views; None for anything else."""
    action = request.POST.get("action")
    if not _keepers or action not in (CHOOSE, RESET, SAVE):
        return None
    query = request.GET.copy()
    if action == SAVE:
        _save(request, title)
        return redirect(request.get_full_path())
    columns = _sent(request, full) if action == CHOOSE else []
    _keepers[0].choose(user=request.user, path=request.path, columns=columns)
    query.pop(COLUMNS, None)
    return redirect(f"{request.path}?{query.urlencode() or f'{NO_VIEW}='}")


def _sent(request: SignedInRequest, full: Table) -> list[str]:
    """Return the ticked columns by the places typed beside them; of equal places as they stood."""
    ticked = [key for key in request.POST.getlist("column") if key in full.by_key]
    return sorted(ticked, key=lambda key: _place(request.POST.get(f"place-{key}", "")))


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 999


def _save(request: SignedInRequest, title: str) -> None:
    """Keep the list as it stands under the name that was typed, and say so."""
    try:
        _keepers[0].save(
            user=request.user,
            path=request.path,
            title=title,
            name=request.POST.get("name", ""),
            query=kept_query(request.GET),
            share=request.POST.get("share", ""),
            begins="begins" in request.POST,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
