"""Columns of this app's lists, and the one of areas that all lists share."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.audit import CODE_LABELS, changes_in_words
from accounts.models import AuditEntry, User
from communities.holidays import read_notice
from communities.models import Area, AreaKind, HolidayNotice, Membership, Sector
from lib.exports import typed
from lib.table import NUMBER, Column, Table, choice, link, moment


def area_column(
    read: Callable[[Any], Area] = lambda row: row.area,
    path: str = "area",
) -> Column:
    """Return the column of a row's area, sorted as the tree stands; `path` leads to its field."""
    return Column(_("Area"), lambda row: str(read(row)), 18, name="area", order=(f"{path}__path",))


def _branch(area: Area) -> SafeString:
    """Draw the name of an area, indented by its depth."""
    address = area.get_absolute_url()
    return format_html('<a class="tree-depth-{}" href="{}">{}</a>', area.depth, address, area)


AREA_TABLE = Table(
    columns=(
        Column(_("Name"), str, 24, draw=_branch),
        choice(_("Level"), "kind", AreaKind, order=()),
        Column(_("Code"), lambda area: area.code, 18),
        Column(_("Households"), lambda area: area.households, css=NUMBER),
        Column(_("Surface (km²)"), lambda area: area.surface, css=NUMBER),
    ),
    order=("path",),
)

ORGANISATION_TABLE = Table(
    columns=(
        Column(_("Name"), lambda row: row.name, 30, name="name", order=("name",), draw=link),
        choice(_("Sector"), "sector", Sector, width=20),
        area_column(),
        Column(
            _("Contact person"),
            lambda row: row.contact_name,
            name="contact_name",
            order=("contact_name",),
        ),
        Column(
            _("Office telephone"),
            lambda row: row.contact_phone,
            name="contact_phone",
            order=("contact_phone",),
        ),
        Column(_("Active"), lambda row: row.active, name="active", order=("active",)),
    ),
    more=(Column(_("Address"), lambda row: row.address, 40),),
    order=("name",),
)


def _days(notice: HolidayNotice, worked: bool) -> int:
    return list(read_notice(notice.text, notice.year).values()).count(worked)


CALENDAR_TABLE = Table(
    columns=(
        Column(_("Year"), str, name="year", order=("year",), draw=link),
        Column(_("Days off"), lambda row: _days(row, False), css=NUMBER),
        Column(_("Weekend days worked"), lambda row: _days(row, True), css=NUMBER),
        Column(_("Source"), lambda row: row.source, 40),
    ),
    more=(Column(_("Holidays"), lambda row: row.text, 60),),
    order=("-year",),
)


def _memberships(user: User) -> list[Membership]:
    """Return those in force, which the view has prefetched."""
    return list(user.memberships.all())


def _works_as(user: User) -> SafeString:
    """Draw role and area of each membership on a line of its own."""
    return format_html_join(
        SafeString("<br>"), "{} · {}", ((one.role, one.area) for one in _memberships(user))
    )


def _account(user: User) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("communities:user", args=[user.pk]), user)


USER_TABLE = Table(
    columns=(
        Column(
            pgettext_lazy("person", "Name"),
            lambda user: user.full_name,
            name="full_name",
            order=("full_name",),
            draw=_account,
        ),
        Column(_("Sign-in name"), lambda user: user.username, name="username", order=("username",)),
        Column(_("Post"), lambda user: user.job_title, name="job_title", order=("job_title",)),
        Column(
            _("Works as"),
            lambda user: "；".join(f"{one.role} · {one.area}" for one in _memberships(user)),
            40,
            draw=_works_as,
        ),
        Column(_("Active"), lambda user: user.is_active, name="is_active", order=("is_active",)),
        Column(
            _("Last sign-in"),
            lambda user: user.last_login,
            18,
            name="last_login",
            order=("last_login",),
        ),
    ),
    order=("full_name",),
)


def _changes(entry: AuditEntry) -> str:
    """Say what changed: field, before → after, each change behind a semicolon."""
    return "；".join(
        f"{name}: {_said(old)} → {_said(new)}" for name, old, new in changes_in_words(entry)
    )


def _said(value: Any) -> str:
    """Return a value as the trail tells it: yes and no in words, nothing as nothing."""
    plain = typed(value)
    return "" if plain is None else str(plain)


AUDIT_TABLE = Table(
    columns=(
        Column(_("At"), lambda row: row.at, 18, draw=lambda row: link(row, moment(row.at))),
        Column(_("Who"), lambda row: str(row.actor or "")),
        Column(_("Action"), lambda row: str(CODE_LABELS.get(row.code, row.code)), 30),
        Column(_("Record"), lambda row: row.target_text, 40),
        Column(_("From address"), lambda row: row.address),
    ),
    more=(Column(_("Changes"), _changes, 60, reads=("changes",)),),
    order=("-at",),
)
