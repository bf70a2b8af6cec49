"""Section of evaluation reports: promotion projects (domain facts 8.2, item 3)."""

import datetime as dt
from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import (
    Cell,
    Chart,
    Column,
    Section,
    Table,
    charts,
)
from documents.context import ReportContext
from lib.bilingual import bilingual, words
from programmes.models import Project, Stage

PROJECTS = "programmes.projects"
PROJECTS_TITLE = _("Promotion projects")


def projects_section(context: ReportContext) -> Section | None:
    """Stage, measures, money, indicators and reach of every project that ran in the period."""
    day = context.last_day
    rows = (
        Project.objects.in_area(context.area)
        .running_in(context.period)
        .select_related("area")
        .with_measure_counts(day)
        .with_money(day)
        .prefetch_related("covered_areas", "steps")
        .order_by("code", "id")
    )
    projects = list(rows)
    if not projects:
        return None
    blocks: list[Any] = [_project_table(projects, context)]
    if any(project.measures_total for project in projects):
        blocks.append(_measure_chart(projects))
    return Section(PROJECTS, words(PROJECTS_TITLE), tuple(blocks))


def _project_table(projects: list[Project], context: ReportContext) -> Table:
    columns = (
        Column(bilingual(_("Project"))),
        Column(bilingual(_("Stage"))),
        Column(bilingual(_("Measures planned")), "integer"),
        Column(bilingual(_("Measures done")), "integer"),
        Column(bilingual(_("Measures overdue")), "integer"),
        Column(bilingual(_("Planned (yuan)")), "integer"),
        Column(bilingual(_("Spent (yuan)")), "integer"),
        Column(bilingual(_("Persons in the target")), "integer"),
        Column(bilingual(_("Covered areas")), "integer"),
    )
    rows = tuple(_project_row(project, context) for project in projects)
    totals = (
        bilingual(_("Total")),
        "",
        *(
            sum(getattr(one, name) for one in projects)
            for name in ("measures_total", "measures_done", "measures_late", "planned", "spent")
        ),
        None,
        None,
    )
    return Table(
        columns, rows, caption=bilingual(_("Projects that ran in the period")), totals=totals
    )


def _project_row(project: Project, context: ReportContext) -> tuple[Any, ...]:
    return (
        Cell(project.title, project.get_absolute_url()),
        words(stage_at(project, context.period.end_at).label),
        project.measures_total,
        project.measures_done,
        project.measures_late,
        project.planned,
        project.spent,
        project.target_size,
        len(project.covered_areas.all()),
    )


def stage_at(project: Project, moment: dt.datetime) -> Stage:
    """Return the stage of `project` just before `moment`, from its prefetched steps."""
    past = [step for step in project.steps.all() if step.at < moment]
    return Stage(past[-1].target) if past else Stage.DRAFT


def _labels(projects: list[Project]) -> list[str]:
    """Return code and title; where two areas use the same ones, the area tells them apart."""
    labels = [f"{project.code} {project.title}" for project in projects]
    for more in (str, lambda area: area.code):
        often = Counter(labels)
        labels = [
            f"{label} · {more(project.area)}" if often[label] > 1 else label
            for label, project in zip(labels, projects, strict=True)
        ]
    return labels


def _measure_chart(projects: list[Project]) -> Chart:
    shown = [project for project in projects if project.measures_total]
    shares = [100 * project.measures_done / project.measures_total for project in shown]
    labels = _labels(shown)
    spec = charts.bar(labels, shares, measure=charts.Axis(kind="percent", digits=0))
    table = Table(
        (Column(bilingual(_("Project"))), Column(bilingual(_("Measures done")), "percent")),
        tuple(zip(labels, shares, strict=True)),
    )
    done = sum(project.measures_done for project in shown)
    alt = bilingual(
        _("Share of the measures done, by project; in all %(done)s of %(total)s."),
        done=str(done),
        total=str(sum(project.measures_total for project in shown)),
    )
    return Chart(spec, bilingual(_("Share of the measures done, by project")), alt, table)
