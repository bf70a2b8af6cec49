"""Who was injured: age group and sex, small cells not shown."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Sex
from documents import Callout, Cell, Column, Section, Table
from documents.blocks import Given
from documents.context import ReportContext
from injuries.codes import AgeGroup
from injuries.statistics import counted, listed
from lib.bilingual import Text, bilingual
from lib.periods import Period
from lib.small_cells import HIDDEN, HIDDEN_NOTE, Protected, protect_table


def persons(context: ReportContext) -> Section | None:
    """A table of age group by sex in which no small number can be read or worked out."""
    area, period = context.area, context.period
    grid, groups, sexes = _counts(counted(area, period))
    if not grid:
        return None
    lines, sums = protect_table(grid)
    columns = [Column(bilingual(_("Age group")))]
    columns += [Column(bilingual(sex.label), "integer") for sex in sexes]
    columns.append(Column(bilingual(_("Total")), "integer"))
    rows: list[tuple[Given, ...]] = [
        (_label(group), *_cells(line, area, period, sexes, age=group.value))
        for group, line in zip(groups, lines, strict=True)
    ]
    totals: tuple[Given, ...] = (bilingual(_("Total")), *_cells(sums, area, period, sexes))
    caption = bilingual(_("Injured by age group and sex"))
    blocks: list[Any] = [Table(tuple(columns), tuple(rows), caption=caption, totals=totals)]
    if not all(line.complete for line in (*lines, sums)):
        blocks.append(Callout("info", bilingual(HIDDEN_NOTE)))
    return Section("injuries.persons", bilingual(_("Injured by age and sex")), tuple(blocks))


def _cells(
    line: Protected[int], area: Area, period: Period, sexes: list[Sex], **filters: str
) -> list[Cell]:
    """The cells of a row and its total."""
    cells = [
        _cell(line.cells[place], area, period, **filters, sex=sex.value)
        for place, sex in enumerate(sexes)
    ]
    return [*cells, _cell(line.total, area, period, **filters)]


def _counts(rows: Any) -> tuple[list[list[int]], list[AgeGroup], list[Sex]]:
    """Return counts by age group and sex; groups and sexes without anybody unknown are left out."""
    counts = {
        (group, sex): number
        for group, sex, number in rows.order_by()
        .with_age_group()
        .values_list("age_group", "sex")
        .annotate(number=Count("pk"))
    }
    if not counts:
        return [], [], []
    groups = [g for g in AgeGroup if g != AgeGroup.UNKNOWN or any(k[0] == g for k in counts)]
    sexes = [s for s in Sex if s != Sex.UNKNOWN or any(k[1] == s for k in counts)]
    return [[counts.get((g.value, s.value), 0) for s in sexes] for g in groups], groups, sexes


def _cell(number: int | None, area: Area, period: Period, **filters: str) -> Cell:
    """A shown number opens its rows; a suppressed one leads nowhere."""
    if number is None:
        return Cell(HIDDEN)
    return Cell(number, listed(area, period, **filters) if number else "")


def _label(group: AgeGroup) -> Text:
    return bilingual(group.label)
