"""Who forgot the password: a link by mail, if there is a mail server, and else the administrator.

Neither the page nor the time that it takes tells whether an address has an account: the request
only keeps the wish, for every address alike, and a worker looks for the account.
"""

from urllib.parse import urljoin

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import filter_users_by_email, user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, override

from accounts.mails import keep_mail
from accounts.models import User
from lib.http import portal_address


class ForgottenForm(ResetPasswordForm):
    """allauth's form, which looks for no account and sends nothing by itself."""

    def clean_email(self) -> str:
        """Return the address, whoever has it. Raises ValidationError without a mail server."""
        if not settings.EMAIL_HOST:
            raise ValidationError(_("The portal sends no mail: ask the administrator."))
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **_kwargs: str) -> str:
        """Keep the wish for a worker, who writes to the address; return it."""
        email = self.cleaned_data["email"]
        keep_mail(
            address=email,
            portal=portal_address(request),
            language=get_language() or settings.LANGUAGE_CODE,
        )
        return email


def mail_link(email: str, portal: str, language: str) -> int:
    """Write to the open accounts with this address, if any; return how many.

    `portal` is the address of the portal, without a slash at its end.
    """
    users = filter_users_by_email(email, is_active=True, prefer_verified=True)
    with override(language):
        for user in users:
            _write_to(user, email, portal)
    return len(users)


def _write_to(user: User, email: str, portal: str) -> None:
    key = default_token_generator.make_token(user)
    path = {"uidb36": user_pk_to_url_str(user), "key": key}
    link = urljoin(portal, reverse("account_reset_password_from_key", kwargs=path))
    text = _(
        "Account: %(name)s\n\nChoose a new password here:\n%(link)s\n\n"
        "If you have not asked for it, do nothing: the password stays as it is."
    ) % {"name": user.get_username(), "link": link}
    send_mail(_("A new password for the portal"), text, None, [email])
