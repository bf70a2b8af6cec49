"""Addresses of second factors: those of `allauth.mfa.urls`, whose views are loaded when asked.

They bring the cryptography of passkeys (fido2), a tenth of the start of a process in which most
people have no passkey. `tests/security/test_second_factor_addresses.py` holds both tables together.
"""

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

#: Module of views, view, name, and whether somebody may come who has not signed in yet.
ADDRESSES: dict[str, tuple[str, str, str, bool]] = {
    "": ("base", "index", "mfa_index", False),
    "authenticate/": ("base", "authenticate", "mfa_authenticate", True),
    "reauthenticate/": ("base", "reauthenticate", "mfa_reauthenticate", False),
    "totp/activate/": ("totp", "activate_totp", "mfa_activate_totp", False),
    "totp/deactivate/": ("totp", "deactivate_totp", "mfa_deactivate_totp", False),
    "recovery-codes/": (
        "recovery_codes",
        "view_recovery_codes",
        "mfa_view_recovery_codes",
        False,
    ),
    "recovery-codes/generate/": (
        "recovery_codes",
        "generate_recovery_codes",
        "mfa_generate_recovery_codes",
        False,
    ),
    "recovery-codes/download/": (
        "recovery_codes",
        "download_recovery_codes",
        "mfa_download_recovery_codes",
        False,
    ),
    "webauthn/": ("webauthn", "list_webauthn", "mfa_list_webauthn", False),
    "webauthn/add/": ("webauthn", "add_webauthn", "mfa_add_webauthn", False),
    "webauthn/reauthenticate/": (
        "webauthn",
        "reauthenticate_webauthn",
        "mfa_reauthenticate_webauthn",
        False,
    ),
    "webauthn/keys/<int:pk>/remove/": (
        "webauthn",
        "remove_webauthn",
        "mfa_remove_webauthn",
        False,
    ),
    "webauthn/keys/<int:pk>/edit/": ("webauthn", "edit_webauthn", "mfa_edit_webauthn", False),
    "webauthn/login/": ("webauthn", "login_webauthn", "mfa_login_webauthn", True),
}


def _later(module: str, name: str, *, is_open: bool) -> Callable[..., HttpResponseBase]:
    """Return a view that loads the view `name` when it is asked."""

    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        views = import_module(f"allauth.mfa.{module}.views")
        answer: HttpResponseBase = getattr(views, name)(request, *args, **kwargs)
        return answer

    view.login_required = not is_open  # type: ignore[attr-defined]  # read by RequireSignIn
    return view


urlpatterns: list[URLPattern] = [
    path(route, _later(module, view, is_open=is_open), name=name)
    for route, (module, view, name, is_open) in ADDRESSES.items()
]
