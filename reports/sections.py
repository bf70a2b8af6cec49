"""The sections that belong to no other app: scope, conclusions, annex."""

from django.utils.translation import gettext_lazy as _

from communities.denominators import residents
from communities.models import Area
from documents import (
    Block,
    Callout,
    Column,
    KeyFigure,
    KeyFigures,
    Narrative,
    Paragraph,
    Section,
    SectionKind,
    Table,
    sections,
)
from documents.context import ReportContext
from lib.bilingual import bilingual
from lib.indicators import indicators

SCOPE, CONCLUSIONS, ANNEX = "reports.scope", "reports.conclusions", "reports.annex"


def scope(context: ReportContext) -> Section:
    """What the report speaks of: the area, its people, the period."""
    area, period = context.area, context.period
    people = residents(area, period.start.year)
    below = Area.objects.subtree(area).exclude(pk=area.pk).valid_on(period.last_day)
    levels = [
        (_("Communities"), below.of_kind("community").count()),
        (_("Grids"), below.of_kind("grid").count()),
    ]
    figures = [
        *(KeyFigure(bilingual(name), count) for name, count in levels if count),
        KeyFigure(
            bilingual(_("Residents")),
            people.total,
            note=bilingual(_("figures of %(year)s"), year=str(people.year)) if people.year else "",
        ),
    ]
    blocks: list[Block] = [
        Paragraph(
            bilingual(
                _(
                    "This report covers everything recorded in %(area)s from %(start)s to %(end)s,"
                    " as it stood when the figures were read."
                ),
                area=str(area),
                start=period.start.isoformat(),
                end=period.last_day.isoformat(),
            )
        ),
        KeyFigures(tuple(figures)),
    ]
    if people.total is None:
        text = _("No population figures are on record, so no rates can be stated.")
        blocks.append(Callout("warning", bilingual(text)))
    blocks.append(Narrative("summary", title=bilingual(_("Summary"))))
    return Section(SCOPE, bilingual(_("Scope and summary")), tuple(blocks))


def conclusions(context: ReportContext) -> Section:
    """What staff write: problems, corrective actions, the plan for the next period."""
    return Section(
        CONCLUSIONS,
        bilingual(_("Problems, corrective actions, next period")),
        (
            Narrative("problems", title=bilingual(_("Problems found"))),
            Narrative("actions", title=bilingual(_("Corrective actions"))),
            Narrative("plan", title=bilingual(_("Plan for the next period"))),
        ),
    )


def annex(context: ReportContext) -> Section:
    """Every indicator with its definition, so that a reader can check a number."""
    rows = tuple(
        (
            bilingual(one.name),
            bilingual(one.definition),
            bilingual(one.numerator),
            bilingual(one.denominator),
        )
        for one in indicators
    )
    columns = tuple(
        Column(bilingual(label))
        for label in (_("Indicator"), _("Definition"), _("Numerator"), _("Denominator"))
    )
    intervals = _(
        "Confidence intervals are at 95 %: exact (Garwood) or Byar's for counts and rates,"
        " Wilson's for proportions. Counts below 5 are not shown by age and sex."
    )
    return Section(
        ANNEX,
        bilingual(_("Definitions and methods")),
        (Paragraph(bilingual(intervals)), Table(columns, rows, bilingual(_("Indicators")))),
    )


def register() -> None:
    """Register this app's sections: first and last of a report."""
    sections.register(
        SectionKind(
            key=SCOPE,
            title=_("Scope and summary"),
            builder=scope,
        )
    )
    sections.register(
        SectionKind(
            key=CONCLUSIONS,
            title=_("Problems, corrective actions, next period"),
            builder=conclusions,
        )
    )
    sections.register(
        SectionKind(
            key=ANNEX,
            title=_("Definitions and methods"),
            builder=annex,
        )
    )
