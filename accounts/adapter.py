"""Accounts are opened by administrators, never by visitors."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """allauth with the sign-up page closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an administrator opens accounts."""
        return False
