"""The pages of this room on which an office sets something."""

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from accounts.models import User
from communities.models import Area, HolidayNotice, RetentionPeriod, Role
from communities.permissions import AREA_CHANGE, CALENDAR_CHANGE, SETTINGS_CHANGE, USER_MANAGE
from communities.services.calendar import save_notice
from communities.services.roles import save_role
from communities.setting_rows import Rows
from lib.office_settings import KEEPING, OFFICE, PEOPLE, SettingsPage, SettingsPart


def _years() -> str:
    years = HolidayNotice.objects.order_by("year").values_list("year", flat=True)
    return "、".join(map(str, list(years)[-3:]))


def _accounts() -> str:
    count = User.objects.filter(is_active=True).count()
    return ngettext("%d open account", "%d open accounts", count) % count


def _factors() -> str:
    return "、".join(str(role) for role in Role.objects.filter(demands_factor=True))


def _roles() -> str:
    roles = list(Role.objects.filter(active=True))
    changed = sum(role.changed or not role.built_in for role in roles)
    text = gettext("%(count)d roles, %(changed)d of them changed or of our own")
    return text % {"count": len(roles), "changed": changed}


def _areas() -> str:
    count = Area.objects.valid_on().count()
    return ngettext("%d area", "%d areas", count) % count


def _periods() -> str:
    return "；".join(
        ngettext("%(what)s: %(days)d day", "%(what)s: %(days)d days", one.days)
        % {"what": one, "days": one.days}
        for one in RetentionPeriod.objects.all()
    )


PAGES = [
    SettingsPage(
        key="communities.start",
        group=OFFICE,
        label=_("Set-up"),
        sentence=_("What a new portal needs before people can work in it, step by step."),
        permission=SETTINGS_CHANGE,
        url_name="start",
        icon="list-check",
    ),
    SettingsPage(
        key="communities.retention",
        group=KEEPING,
        label=_("Retention periods"),
        sentence=_("After how many days personal data on their way are removed."),
        permission=SETTINGS_CHANGE,
        url_name="communities:retention",
        icon="hourglass-split",
        summary=_periods,
    ),
    SettingsPage(
        key="communities.calendar",
        group=OFFICE,
        label=_("Working days"),
        sentence=_("The holidays of each year, by which deadlines are reckoned."),
        permission=CALENDAR_CHANGE,
        url_name="communities:calendar",
        icon="calendar3",
        summary=_years,
    ),
    SettingsPage(
        key="communities.areas",
        group=OFFICE,
        label=_("Areas"),
        sentence=_("Street, communities and grids, with their boundaries and the emblem."),
        permission=AREA_CHANGE,
        url_name="communities:areas",
        icon="diagram-3",
        summary=_areas,
    ),
    SettingsPage(
        key="communities.accounts",
        group=PEOPLE,
        label=_("Accounts"),
        sentence=_("Who may sign in, and who works where in which role."),
        permission=USER_MANAGE,
        url_name="communities:users",
        icon="people",
        summary=_accounts,
    ),
    SettingsPage(
        key="communities.roles",
        group=PEOPLE,
        label=_("Roles and permissions"),
        sentence=_("What people may see and do, by the role in which they work."),
        permission=USER_MANAGE,
        url_name="communities:roles",
        icon="person-badge",
        summary=_roles,
    ),
    SettingsPage(
        key="communities.factors",
        group=PEOPLE,
        label=_("Second factor"),
        sentence=_("Which roles have to confirm a sign-in with an app or a passkey."),
        permission=USER_MANAGE,
        url_name="communities:role-factors",
        icon="shield-lock",
        summary=_factors,
    ),
]


def _roles_in_order() -> list[Role]:
    """Return the roles, each behind the one that it was copied from."""
    roles = {role.pk: role for role in Role.objects.all()}

    def depth(role: Role) -> int:
        found, seen = 0, {role.pk}
        while role.copied_from_id is not None and role.copied_from_id not in seen:
            role = roles[role.copied_from_id]
            seen.add(role.pk)
            found += 1
        return found

    return sorted(roles.values(), key=depth)


def _kept_of_role(role: Role) -> tuple[str, ...]:
    """A built-in role is called what it is called; an own one stays a copy of what it was."""
    named = ("name_zh", "name_en", "order", "active") if role.built_in else ()
    return (*named, "copied_from")


ROLES = Rows(
    model=Role,
    key=("code",),
    columns=(
        "name_zh",
        "name_en",
        "order",
        "active",
        "copied_from",
        "permissions",
        "demands_factor",
    ),
    code="communities.role",
    rows=_roles_in_order,
    save=save_role,
    fixed=_kept_of_role,
)
RETENTION = Rows(
    model=RetentionPeriod,
    key=("code",),
    columns=("days",),
    code="communities.retention",
    rows=RetentionPeriod.objects.all,
)
YEARS = Rows(
    model=HolidayNotice,
    key=("year",),
    columns=("text", "source"),
    code="communities.calendar",
    rows=HolidayNotice.objects.order_by("year").all,
    save=save_notice,
)
PARTS = [
    SettingsPart(
        key="communities.roles",
        label=_("Roles and permissions"),
        permission=USER_MANAGE,
        dump=ROLES.dump,
        check=ROLES.check,
        apply=ROLES.apply,
    ),
    SettingsPart(
        key="communities.retention",
        label=_("Retention periods"),
        permission=SETTINGS_CHANGE,
        dump=RETENTION.dump,
        check=RETENTION.check,
        apply=RETENTION.apply,
    ),
    SettingsPart(
        key="communities.calendar",
        label=_("Working days"),
        permission=CALENDAR_CHANGE,
        dump=YEARS.dump,
        check=YEARS.check,
        apply=YEARS.apply,
    ),
]
