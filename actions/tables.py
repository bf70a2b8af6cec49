"""Columns of the register of corrective actions."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actions.models import CorrectiveAction
from actions.sources import name_of
from actions.workflow import ActionState
from communities.tables import area_column
from lib.marks import badge
from lib.table import Column, Table, choice, link, words_for


def _state(row: CorrectiveAction) -> SafeString:
    """Draw the state, and beside it that the day has passed."""
    state = badge(words_for(ActionState)[row.state], row.tone)
    late = badge(_("overdue"), "danger") if row.is_overdue() else ""
    return format_html("{} {}", state, late)


def _person(row: CorrectiveAction) -> str:
    return str(row.owner) if row.owner_id else row.owner_name


def _unit(row: CorrectiveAction) -> str:
    return str(row.owner_unit) if row.owner_unit_id else ""


ACTION_TABLE = Table(
    columns=(
        Column(
            _("Problem"), lambda row: row.problem, 40, name="problem", order=("problem",), draw=link
        ),
        Column(_("Source"), lambda row: row.source, 30, name="source", order=("source",)),
        area_column(),
        Column(
            _("Owner"),
            lambda row: row.responsible,
            24,
            parts=(Column(_("Owner"), _person), Column(_("Responsible unit"), _unit, 24)),
        ),
        Column(_("Due"), lambda row: row.due, name="due", order=("due",)),
        Column(_("Done on"), lambda row: row.done_on, name="done_on", order=("done_on",), phone=""),
        choice(_("State"), "state", ActionState, draw=_state, phone="badge"),
    ),
    more=(
        Column(_("Kind of source"), lambda row: name_of(row.source_kind)),
        Column(_("Noticed on"), lambda row: row.found_on),
        Column(_("Cause"), lambda row: row.cause, 30),
        Column(_("Corrective action"), lambda row: row.action, 40),
        Column(_("Verified at"), lambda row: row.verified_at, 18),
    ),
    order=("settled", "due"),
)


def judged_columns(_actions: Sequence[Any]) -> tuple[Column, ...]:
    """Return the columns of what whoever closes actions at once has to see."""
    return (
        Column(_("Problem"), lambda row: row.problem, draw=link),
        Column(_("Corrective action"), lambda row: row.action),
        Column(_("Owner"), lambda row: row.responsible),
        Column(_("Due"), lambda row: row.due),
        Column(_("Done on"), lambda row: row.done_on),
    )
