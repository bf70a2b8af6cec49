"""/settings/: everything that an office sets by itself, on one page."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from accounts.models import User
from communities.permissions import SETTINGS_CHANGE, may, require
from lib.http import SignedInRequest
from lib.office_settings import SettingsPage, settings_pages


@dataclass
class Group:
    """A heading with the pages under it, each with how things stand."""

    title: str | Promise
    pages: list[tuple[SettingsPage, str | Promise]] = field(default_factory=list)


def settings_index(request: SignedInRequest) -> HttpResponse:
    """List the pages that the user may open."""
    require(request.user, SETTINGS_CHANGE)
    return render(request, "settings/index.html", {"groups": groups_for(request.user)})


def groups_for(user: User) -> list[Group]:
    """Return the pages that `user` may open, by heading."""
    groups: dict[str, Group] = {}
    for page in settings_pages:
        if may(user, page.permission):
            group = groups.setdefault(str(page.group), Group(page.group))
            group.pages.append((page, page.summary() if page.summary else ""))
    return list(groups.values())
