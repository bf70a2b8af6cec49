"""What of a project may be deleted: a draft that was never decided on, and its parts."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib.records import touch
from lib.removal import Removal
from lib.workflow import note_writer
from programmes.models import IndicatorValue, Project, Stage, ValueState
from programmes.permissions import PROJECT_CHANGE, VALUE_SUBMIT
from programmes.services.readings import refresh_reading


def _decided(project: Project) -> str | Promise:
    if project.stage == Stage.DRAFT:
        return ""
    return _("The project has been decided on: what it consists of stays.")


def _project_decided(part: Any) -> str | Promise:
    return _decided(part.project)


def _submitted(value: IndicatorValue) -> str | Promise:
    if value.state == ValueState.DRAFT:
        return ""
    return _("The value has been submitted: it stays.")


def _plan_changed(actor: User, part: Any) -> None:
    """Count it as a change of the project, for whoever decides on it."""
    note_writer(part.project, actor)
    touch(part.project)


def _part(key: str, *along: str) -> Removal:
    return Removal(
        key=f"programmes.{key}",
        permission=PROJECT_CHANGE,
        home=lambda part: part.project.get_absolute_url(),
        against=_project_decided,
        along=along,
        trail=lambda part: part.project,
        after=_plan_changed,
    )


REMOVALS = (
    Removal(
        key="programmes.project",
        permission=PROJECT_CHANGE,
        home=lambda _project: reverse("programmes:projects"),
        against=_decided,
        along=("measures", "indicators", "objectives", "budget_lines", "sites"),
    ),
    _part("objective"),
    _part("indicator"),
    _part("measure"),
    _part("budgetline"),
    _part("pilotsite"),
    Removal(
        key="programmes.indicatorvalue",
        permission=VALUE_SUBMIT,
        home=lambda value: value.indicator.get_absolute_url(),
        against=_submitted,
        trail=lambda value: value.indicator,
        after=lambda _actor, value: refresh_reading(indicator=value.indicator),
    ),
)
