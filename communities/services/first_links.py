"""Links by which those whose accounts were brought in choose their first passwords.

Such an account has no password at all. A link is reckoned from the account, like that of a
forgotten password: nothing is kept, it opens once, and it ends with PASSWORD_RESET_TIMEOUT.
"""

from collections.abc import Iterable
from urllib.parse import urljoin
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse

from accounts import audit
from accounts.mails import keep_mail
from accounts.models import AuditEntry, User
from communities.account_rights import rights_of
from communities.models import Membership
from communities.permissions import ACCOUNT_IMPORT


def waiting_accounts(actor: User) -> list[User]:
    """Return the accounts without a password to whose people `actor` may give links.

    That is whoever brought them in, or manages accounts, where the person works, and may there
    what the person may. Each has its memberships in `works_in`.
    """
    current = Membership.objects.not_over().select_related("area", "role", "user")
    here = current.where_allowed(actor, ACCOUNT_IMPORT)
    rows = User.objects.filter(
        password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True, pk__in=here.values("user")
    ).exclude(pk=actor.pk)
    rights, own = rights_of(actor), _opened_by(actor)
    found = rows.prefetch_related(Prefetch("memberships", current, to_attr="works_in"))
    return [
        user
        for user in found.order_by("full_name", "pk")
        if rights.may_touch(user, user.works_in)
        and (user.pk in own or rights.manages(user.works_in))
    ]


def _opened_by(actor: User) -> set[UUID]:
    entries = AuditEntry.objects.filter(
        actor=actor, code="accounts.user.added", target_type=User._meta.label_lower
    )
    return {UUID(key) for key in entries.values_list("target_id", flat=True)}


def first_link(user: User, portal: str) -> str:
    """Return the link by which `user` chooses a password; `portal` is the portal's address."""
    path = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return urljoin(portal, reverse("account_reset_password_from_key", kwargs=path))


def tell_given(*, actor: User, users: Iterable[User]) -> None:
    """Write into the trail that `actor` was given the links of `users`."""
    audit.keep(audit.entry(actor=actor, code="accounts.link.given", target=one) for one in users)


@transaction.atomic
def mail_first_links(*, actor: User, users: Iterable[User], portal: str, language: str) -> int:
    """Write to those of `users` who have an address; return how many mails are on their way."""
    addressed = [user for user in users if user.email]
    tell_given(actor=actor, users=addressed)
    for address in {user.email.lower() for user in addressed}:
        keep_mail(address=address, portal=portal, language=language)
    return len(addressed)
