"""Who may open the pages of areas, population, organisations, accounts, audit trail, files."""

from django.core.files.base import ContentFile

from accounts.models import AuditEntry
from communities.models import (
    BoundaryDraft,
    Draft,
    Emblem,
    Export,
    HolidayNotice,
    ListView,
    Organisation,
    RetentionPeriod,
    Role,
)
from communities.services.attachments import attach
from communities.services.exports import make_export
from tests.access.table import Row, World, statuses

EVERYBODY = statuses(200)
OFFICE = statuses(admin=200, chen=200, outsider=200)
ADMINS = statuses(admin=200)
HERE = statuses(200, outsider=404)


def build(world: World) -> None:
    """Make an organisation with a file."""
    world.made.organisation = Organisation.objects.create(
        area=world.places.street, name="金沙医院", sector="hospital"
    )
    upload = ContentFile(b"minutes", name="minutes.txt")
    world.made.file, _added = attach(
        actor=world.cast.chen, target=world.made.organisation, upload=upload
    )
    world.made.emblem = Emblem.objects.create(
        area=world.places.street, image=b"picture", sha256="e" * 64
    )
    Role.objects.create(code="own-a", name_zh="自设", permissions=["communities.area.view"])
    world.made.export = Export.objects.create(
        created_by=world.cast.chen, name="区域", path="/communities/areas/", query="", kind="csv"
    )
    make_export(world.made.export.pk)
    world.made.view = ListView.objects.create(
        owner=world.cast.chen, path="/", name="重大", area=world.places.street
    )
    world.made.draft = Draft.objects.create(
        owner=world.cast.chen, path="/communities/organisations/new/", title="x", data="[]"
    )
    world.made.boundaries = BoundaryDraft.objects.create(
        created_by=world.cast.chen, name="社区.geojson"
    )


def period(_world: World) -> list[object]:
    """For how long drafts are kept."""
    return [RetentionPeriod.objects.get(code="drafts").pk]


def own_role(_world: World) -> list[object]:
    """A role of the office's own."""
    return ["own-a"]


def organisation(world: World) -> list[object]:
    """The organisation's key."""
    return [world.made.organisation.pk]


def audit_entry(_world: World) -> list[object]:
    """The file that chen attached."""
    return [AuditEntry.objects.get(code="communities.attachment.added").pk]


def calendar_year(_world: World) -> list[object]:
    """A year whose notice is known."""
    return [HolidayNotice.objects.get(year=2026).pk]


#: The organisation lies at the street: people of its communities and grids see it too.
AT_STREET = statuses(200, outsider=404)
CHANGE_AT_STREET = statuses(403, outsider=404, admin=200, chen=200)
#: The street itself is out of sight of people of its communities and grids.
CHANGE_STREET = CHANGE_AT_STREET | {"liu": 404, "wang": 404}

#: Everybody who comes to the sign-in page.
ANYBODY = statuses(200, anonymous=200)

#: An export belongs to whoever asked for it.
OWN = statuses(404, chen=200)

#: What an administrator's button on the page of an account answers.
ANSWERS = {"close": 302, "reopen": 302, "password": 200, "factor": 302, "sessions": 302}

ROWS = [
    Row("communities:export", OWN, lambda w: [w.made.export.pk]),
    Row("communities:export-file", OWN, lambda w: [w.made.export.pk]),
    Row("home", EVERYBODY),
    Row("communities:emblem", ANYBODY, lambda w: [w.made.emblem.sha256]),
    Row("communities:area-emblem", CHANGE_STREET, lambda w: [w.places.street.pk]),
    Row(
        "communities:area-emblem-remove",
        CHANGE_STREET | {"admin": 302, "chen": 302},
        lambda w: [w.places.street.pk],
        method="post",
    ),
    Row("tour-go", statuses(302), lambda w: [1], method="post"),
    Row("tour-end", statuses(302), method="post"),
    Row("styleguide", EVERYBODY),
    Row("settings", OFFICE),
    Row("start", OFFICE),
    Row("communities:start-street", statuses(admin=302, chen=302, outsider=302)),
    Row("communities:start-areas", OFFICE),
    Row("communities:start-accounts", OFFICE),
    # Two streets: what both go by is no single office's to hand on.
    Row("settings-file", ADMINS),
    Row("settings-export", ADMINS),
    Row("settings-apply", ADMINS, method="post", data={"text": "{}", "state": ""}),
    Row("communities:me", EVERYBODY),
    Row("communities:retention", OFFICE),
    Row("communities:retention-period", OFFICE, period),
    Row("communities:retention-edit", ADMINS, period),
    Row("communities:roles", ADMINS),
    Row("communities:role-new", ADMINS),
    Row("communities:role", ADMINS, own_role),
    Row("communities:role-edit", ADMINS, own_role),
    Row(
        "communities:role-reset",
        ADMINS | {"admin": 302},
        lambda _world: ["auditor"],
        method="post",
    ),
    Row("communities:areas", EVERYBODY),
    Row("communities:area-new", OFFICE),
    Row("communities:area", HERE | {"wang": 404}, lambda w: [w.places.east.pk]),
    Row(
        "communities:area-edit",
        statuses(403, outsider=404, wang=404, admin=200, chen=200),
        lambda w: [w.places.east.pk],
    ),
    Row(
        "communities:area-close",
        statuses(403, outsider=404, wang=404, admin=200, chen=200),
        lambda w: [w.places.east.pk],
    ),
    Row(
        "communities:area-reopen",
        statuses(403, outsider=404, wang=404, admin=302, chen=302),
        lambda w: [w.places.east.pk],
        method="post",
        data={"revision": 1},
    ),
    *(
        Row(
            f"communities:boundary-{name}",
            statuses(403, outsider=404, wang=404, admin=200, chen=200),
            lambda w: [w.places.east.pk],
            method=method,
        )
        for name, method in (("draw", "get"), ("around", "get"), ("check", "post"))
    ),
    Row("communities:boundary-import", OFFICE),
    Row("communities:boundaries", OWN, lambda w: [w.made.boundaries.pk]),
    Row(
        "communities:boundaries-keep",
        statuses(404, chen=302),
        lambda w: [w.made.boundaries.pk],
        method="post",
    ),
    Row("communities:population-import", OFFICE),
    Row("communities:organisations", EVERYBODY),
    Row("communities:organisation-new", OFFICE),
    Row("communities:organisation", AT_STREET, organisation),
    Row("communities:organisation-edit", CHANGE_AT_STREET, organisation),
    *(
        Row("communities:pick", statuses(200), lambda _w, key=key: [key])
        for key in ("communities.area", "communities.organisation", "accounts.user")
    ),
    Row("communities:list-views", statuses(200)),
    # It is chen's, shared with the street.
    Row("communities:list-view", statuses(404, chen=200), lambda w: [w.made.view.pk]),
    Row(
        "communities:list-view-begin",
        statuses(302, outsider=404),
        lambda w: [w.made.view.pk],
        "post",
    ),
    Row(
        "communities:list-view-remove",
        statuses(404, chen=302),
        lambda w: [w.made.view.pk],
        "post",
    ),
    Row("communities:find", statuses(200)),
    Row("communities:drafts", statuses(200)),
    Row("communities:draft-at", statuses(200)),
    Row(
        "communities:draft-keep",
        statuses(200),
        method="post",
        data={"path": "/", "title": "x", "data": "[]"},
    ),
    *(
        Row(
            f"communities:draft-{what}",
            statuses(404, chen=answer),
            lambda w: [w.made.draft.pk],
            method="post",
        )
        for what, answer in {"open": 200, "discard": 302}.items()
    ),
    Row("communities:pick", statuses(200, zhao=403, sun=403), lambda _w: ["premises.premises"]),
    Row(
        "communities:record-remove",
        CHANGE_AT_STREET,
        lambda w: ["communities.organisation", w.made.organisation.pk],
    ),
    Row("communities:calendar", EVERYBODY),
    Row("communities:calendar-new", OFFICE),
    Row("communities:calendar-year", statuses(200), calendar_year),
    Row("communities:calendar-edit", OFFICE, calendar_year),
    Row("communities:users", ADMINS),
    Row("communities:user-new", ADMINS),
    Row("communities:user", statuses(404, admin=200), lambda w: [w.cast.wang.pk]),
    Row("communities:user-edit", statuses(404, admin=200), lambda w: [w.cast.wang.pk]),
    Row("communities:role-factors", ADMINS),
    Row("communities:first-links", OFFICE),
    Row("communities:first-links-file", OFFICE, method="post"),
    Row("communities:first-links-mail", statuses(admin=302, chen=302, outsider=302), method="post"),
    *(
        Row(
            f"communities:user-{what}",
            statuses(404, admin=answer),
            lambda w: [w.cast.wang.pk],
            method="post",
        )
        for what, answer in {
            "close": 302,
            "reopen": 302,
            "password": 200,
            "factor": 302,
            "sessions": 302,
        }.items()
    ),
    Row(
        "communities:membership-end",
        statuses(404, admin=302),
        lambda w: [w.cast.wang.memberships.get().pk],
        method="post",
    ),
    Row("communities:audit", statuses(admin=200, wu=200)),
    Row("communities:audit-entry", statuses(admin=200, wu=200), audit_entry),
    Row("communities:attachment", AT_STREET, lambda w: [w.made.file.pk]),
    Row(
        "communities:attachment-add",
        CHANGE_AT_STREET | {"admin": 302, "chen": 302, "zhao": 302},
        lambda w: ["communities.organisation", w.made.organisation.pk],
        method="post",
    ),
    Row(
        "communities:attachment-remove",
        CHANGE_AT_STREET | {"admin": 302, "chen": 302, "zhao": 302},
        lambda w: [w.made.file.pk],
        method="post",
    ),
]
