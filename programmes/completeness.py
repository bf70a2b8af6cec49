"""What a plan still lacks before it is approved: what it must have, and what is odd without.

A plan must have what the fields of a project ask for (domain facts 4.2): the problem with its
sources, a goal, who answers for it, an indicator that can be judged, something that is done. The
rest may be missing for a reason: whoever approves confirms that it was seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from programmes.models import Indicator, Measure, Project


@dataclass(frozen=True)
class Check:
    """One thing that a plan has or lacks; `place` is where on its form it is entered."""

    words: str
    given: bool
    place: str
    required: bool = True


@dataclass(frozen=True)
class PlanParts:
    """The parts of a plan, read once."""

    indicators: Sequence[Indicator]
    measures: Sequence[Measure]
    objectives: int
    budget_lines: int
    partners: int


def parts_of(project: Project) -> PlanParts:
    """Read the parts of the plan of `project`."""
    return PlanParts(
        list(project.indicators.all()),
        list(project.measures.all()),
        project.objectives.count(),
        project.budget_lines.count(),
        project.partners.count(),
    )


def checks_of(project: Project, parts: PlanParts) -> list[Check]:
    """Return what the plan of `project` has and lacks, first what it must have."""
    judged = any(
        one.baseline_value is not None and one.target_value is not None for one in parts.indicators
    )
    return [
        Check(_("the problem"), bool(project.problem.strip()), "id_problem"),
        Check(_("the sources of the diagnosis"), bool(project.diagnosis_sources), "id_problem"),
        Check(_("the overall goal"), bool(project.goal.strip()), "id_goal"),
        Check(_("the lead unit"), project.lead_unit_id is not None, "id_lead_unit"),
        Check(_("the project leader"), bool(project.led_by.strip()), "id_leader"),
        Check(_("an indicator with baseline and target"), judged, "indicators"),
        Check(_("a measure"), bool(parts.measures), "measures"),
        *_expected(project, parts),
    ]


def _expected(project: Project, parts: PlanParts) -> list[Check]:
    """Return what a plan mostly has."""
    bare = [one for one in parts.indicators if one.baseline_value is None]
    aimless = [one for one in parts.indicators if one.target_value is None or one.due is None]
    nobody = [one for one in parts.measures if one.owner_id is None and not one.owner_name]
    planned = project.start is not None and project.end is not None
    checks = [
        Check(_("planned start and end"), planned, "id_start", False),
        Check(_("target population"), bool(project.target_group.strip()), "id_target_group", False),
        Check(_("objectives"), bool(parts.objectives), "objectives", False),
        Check(_("partners"), bool(parts.partners), "id_partners", False),
        Check(_("budget"), bool(parts.budget_lines), "budget", False),
    ]
    if parts.indicators:
        words = _("a baseline of each indicator") + _named(bare)
        checks.append(Check(words, not bare, "indicators", False))
        words = _("target and due date of each indicator") + _named(aimless)
        checks.append(Check(words, not aimless, "indicators", False))
    if parts.measures:
        words = _("who is responsible for each measure") + _named(nobody)
        checks.append(Check(words, not nobody, "measures", False))
    return checks


def _named(parts: Sequence[Indicator] | Sequence[Measure]) -> str:
    """Name up to three parts that lack something."""
    if not parts:
        return ""
    names = _(", ").join(str(one) for one in parts[:3])
    more = len(parts) - 3
    if more > 0:
        names += ngettext(" and %d more", " and %d more", more) % more
    return f" ({names})"


def missing(checks: Sequence[Check]) -> list[str]:
    """Return in words what must be there and is not."""
    return [one.words for one in checks if one.required and not one.given]


def doubtful(checks: Sequence[Check]) -> list[str]:
    """Return in words what is not there, although a plan mostly has it."""
    return [one.words for one in checks if not one.required and not one.given]


def address_of(project: Project, check: Check) -> str:
    """Return where on the form of `project` it is entered."""
    return f"{reverse('programmes:project-edit', args=[project.pk])}#{check.place}"
