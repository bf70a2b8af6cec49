"""In which order the portal shows what rooms register: one list a registry.

A test holds each list to what is registered, so a new entry cannot land at a place by chance.
"""

from collections.abc import Sequence
from typing import Any

from documents import sections
from ledgers.declaration import other_ways, registers
from lib.area_life import going_on
from lib.finding import finders
from lib.happenings import happenings
from lib.home import home_parts, own_figures
from lib.indicators import indicators
from lib.navigation import menu, quick_actions
from lib.notice_kinds import notice_kinds
from lib.office_settings import settings_pages, settings_parts
from lib.permissions import permissions
from lib.record_actions import record_actions, record_panels
from lib.registry import Registry
from lib.waiting import task_lists

#: The main menu, from top to bottom.
MENU = [
    "home",
    "dashboard",
    "projects",
    "inspect",
    "hazards",
    "premises",
    "grid-map",
    "inspections",
    "injuries",
    "injury-imports",
    "training",
    "drills",
    "actions",
    "reports",
    "schedules",
    "ledgers",
    "areas",
    "organisations",
    "calendar",
    "users",
    "settings",
    "audit",
]

#: The bar at the foot of a phone: the first three of these that a person may open.
FOOT = ["home", "inspect", "hazards", "injuries", "projects", "reports", "dashboard", "audit"]

#: What people can begin from the home page.
QUICK_ACTIONS = [
    "begin-inspection",
    "report-hazard",
    "new-card",
    "import-cards",
    "new-event",
]

#: What waits on the home page: what cannot wait first.
TASK_LISTS = [
    # today
    "reports.sign",
    "grids.due-today",
    "grids.verify",
    "programmes.values_to_approve",
    "reports.review",
    "programmes.measures_due",
    "training.write-up",
    "actions.due",
    "actions.verify",
    # soon
    "grids.due-soon",
    "training.ahead",
    "programmes.measures_soon",
    "actions.soon",
    # with others
    "grids.with-others",
    "programmes.values_with_others",
    "reports.with-others",
    "actions.with-others",
    # without a day
    "communities.drafts",
    "ledgers.batches",
    "injuries.imports",
    "grids.due",
    "programmes.values_due",
    "injuries.duplicates",
    "communities.calendar",
]

#: What a home page has beside the work, by role.
HOME_PARTS = [
    "communities.start",
    "monitoring.six",
    "communities.unusual",
    "communities.keeping",
    "grids.round",
    "injuries.site",
    "programmes.unit",
    "training.unit",
]

#: What people have done this month, beside their work.
OWN_FIGURES = [
    "grids.inspections",
    "grids.hazards",
    "injuries.cards",
    "training.events",
]

#: Sections of a report (domain facts 8.2).
SECTIONS = [
    "reports.scope",
    "data.completeness",
    "programmes.goals",
    "programmes.projects",
    "injuries.summary",
    "injuries.causes",
    "injuries.persons",
    "grids.hazards",
    "grids.inspections",
    "training.events",
    "training.drills",
    "actions.actions",
    "reports.conclusions",
    "reports.annex",
]

#: Indicators in pickers, tables and the annex.
INDICATORS = [
    "programmes.projects_running",
    "programmes.measures_on_time",
    "programmes.budget_spent",
    "injuries.count",
    "injuries.deaths",
    "injuries.rate",
    "grids.premises",
    "grids.coverage",
    "grids.inspections",
    "grids.hazards.found",
    "grids.hazards.major",
    "grids.hazards.on_spot",
    "grids.hazards.rectified",
    "grids.rectified_on_time",
    "grids.hazards.overdue",
    "grids.hazards.repeated",
    "training.sessions",
    "training.persons",
    "training.reach",
    "training.reach_older",
    "training.reach_children",
    "training.materials",
    "training.drills",
    "training.findings_on_time",
    "actions.on_time",
]

#: Permissions on the pages of roles.
PERMISSIONS = [
    "communities.area.view",
    "communities.area.change",
    "communities.population.import",
    "communities.organisation.change",
    "communities.calendar.change",
    "communities.settings.change",
    "communities.user.manage",
    "communities.user.import",
    "communities.audit.view",
    "communities.personal.reveal",
    "communities.attachment.add",
    "ledgers.batch.run",
    "notices.channel.change",
    "notices.rule.change",
    "programmes.project.view",
    "programmes.project.restricted",
    "programmes.project.change",
    "programmes.project.approve",
    "programmes.value.submit",
    "programmes.value.approve",
    "injuries.record.view",
    "premises.premises.view",
    "injuries.record.add",
    "premises.premises.call",
    "premises.premises.change",
    "grids.inspection.view",
    "injuries.record.change",
    "grids.inspection.add",
    "injuries.import.run",
    "grids.hazard.view",
    "injuries.site.change",
    "grids.hazard.report",
    "grids.hazard.rectify",
    "grids.hazard.verify",
    "grids.hazard.manage",
    "training.event.view",
    "training.event.change",
    "training.material.change",
    "actions.action.view",
    "actions.action.change",
    "actions.action.verify",
    "monitoring.dashboard.view",
    "reports.run.view",
    "reports.run.make",
    "reports.run.review",
    "reports.run.sign",
    "reports.run.withdraw",
    "reports.schedule.change",
]

#: Buttons that upper rooms hang on pages of records.
RECORD_ACTIONS = [
    "grids.report-hazard",
    "grids.inspect",
    "actions.grids.hazard",
    "actions.training.drill",
    "actions.training.event",
    "actions.reports.reportrun",
]

#: Panels that upper rooms hang on pages of records.
RECORD_PANELS = [
    "notices.mine",
    "grids.found",
    "actions.grids.hazard",
    "actions.training.drill",
    "actions.training.event",
    "actions.reports.reportrun",
]

#: What charts write at its month.
HAPPENINGS = ["training.campaigns", "programmes.beginnings"]

#: Registers that come from Excel: what others refer to comes first.
LEDGERS = [
    "areas",
    "organisations",
    "accounts",
    "premises",
    "hazards",
    "inspections",
    "projects",
    "events",
]

#: Registers that are brought in on pages of their own.
OTHER_WAYS = ["population", "injuries"]

#: Kinds of notices, in filters and rules: what cannot wait first.
NOTICE_KINDS = [
    "overdue",
    "due",
    "handed-over",
    "review",
    "to-sign",
    "returned",
    "approved",
    "signed",
    "failed",
    "export-ready",
    "import-done",
]

#: Pages on which an office sets something; a heading stands where its first page does.
SETTINGS_PAGES = [
    "premises.kinds",
    "checklists.categories",
    "grids.limits",
    "communities.calendar",
    "communities.accounts",
    "communities.roles",
    "communities.factors",
    "communities.areas",
    "notices.channels",
    "notices.deliveries",
    "communities.start",
    "communities.retention",
    "settings.file",
]

#: Parts of the file of settings: what others refer to comes first.
SETTINGS_PARTS = [
    "communities.retention",
    "communities.roles",
    "communities.calendar",
    "premises.kinds",
    "premises.thresholds",
    "checklists.categories",
    "grids.limits",
    "notices.channels",
    "notices.rules",
]

#: What the one box finds, in the order in which it is shown.
FINDERS = [
    "premises.premises",
    "grids.hazard",
    "programmes.project",
    "training.event",
    "actions.correctiveaction",
    "injuries.injuryrecord",
    "communities.organisation",
    "communities.area",
    "reports.reportrun",
    "accounts.user",
]

#: What goes on in an area that is to be closed.
GOING_ON = [
    "premises.premises",
    "grids.hazards",
    "actions.actions",
    "programmes.projects",
    "training.events",
    "communities.organisations",
    "injuries.sites",
]

#: Each registry with its order.
ORDERS: list[tuple[Registry[Any], Sequence[str]]] = [
    (menu, MENU),
    (quick_actions, QUICK_ACTIONS),
    (going_on, GOING_ON),
    (task_lists, TASK_LISTS),
    (home_parts, HOME_PARTS),
    (own_figures, OWN_FIGURES),
    (sections, SECTIONS),
    (indicators, INDICATORS),
    (permissions, PERMISSIONS),
    (record_actions, RECORD_ACTIONS),
    (record_panels, RECORD_PANELS),
    (happenings, HAPPENINGS),
    (registers, LEDGERS),
    (other_ways, OTHER_WAYS),
    (finders, FINDERS),
    (notice_kinds, NOTICE_KINDS),
    (settings_pages, SETTINGS_PAGES),
    (settings_parts, SETTINGS_PARTS),
]


def arrange() -> None:
    """Tell every registry its order."""
    for registry, keys in ORDERS:
        registry.arrange(keys)
