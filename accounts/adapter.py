"""How this portal differs from allauth's usual: no visitors, and a limit for guesses of our own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from accounts import guesses
from accounts.devices import known_device, remember_device
from accounts.mails import keep_mail
from accounts.middleware import client_address
from accounts.models import User
from accounts.passwords import refuse_while_waiting


class PortalAccounts(DefaultAccountAdapter):
    """allauth with the sign-up page closed and sign-ins counted by `accounts.guesses`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator opens accounts."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the own work: who has chosen a password is done with passwords."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have a worker send what allauth says; without a mail server nobody is told anything."""
        if settings.EMAIL_HOST:
            said = self.render_mail(template_prefix, email, context)
            keep_mail(address=email, subject=said.subject, text=said.body)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user, None for a wrong password. Raises ValidationError: wait first."""
        name = str(credentials.get("username") or "")
        device = known_device(request, name)
        self._counts = guesses.for_sign_in(name, client_address(request) or "", device)
        user = super().authenticate(request, **credentials)
        if user is not None:
            guesses.was_right(self._counts)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Raises ValidationError while the next one has to wait."""
        refuse_while_waiting(self._counts)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Go where the user wanted to, and remember the device."""
        response = super().post_login(request, user, **how)
        remember_device(request, response, user.username)
        return response
