"""The portal's table of addresses of second factors is allauth's, loaded later."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from accounts.second_factor_urls import ADDRESSES


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of a table with its pattern."""
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def test_it_has_every_address_of_allauth_and_no_other_one() -> None:
    """With the same name and view, and as open or closed to who has not signed in."""
    theirs = dict(routes(import_module("allauth.mfa.urls").urlpatterns))
    assert theirs.keys() == ADDRESSES.keys()
    for route, (module, view, name, is_open) in ADDRESSES.items():
        pattern = theirs[route]
        assert pattern.name == name
        assert pattern.callback is getattr(import_module(f"allauth.mfa.{module}.views"), view)
        assert getattr(pattern.callback, "login_required", True) is not is_open
