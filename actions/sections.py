"""Section of evaluation reports: corrective actions, those overdue by name."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from actions.filters import OVERDUE
from actions.indicators import ON_TIME
from actions.models import CorrectiveAction, CorrectiveActionQuerySet
from actions.workflow import ActionState
from documents import Callout, Finding, KeyFigure, KeyFigures, Section
from documents.context import ReportContext
from documents.figures import compared, key_figure
from lib.bilingual import bilingual
from lib.numerals import format_date

ACTIONS = "actions.actions"
ACTIONS_TITLE = _("Corrective actions")
#: Overdue actions told one by one; the rest is a number with its list.
TOLD = 8


def actions_section(context: ReportContext) -> Section | None:
    """What is open, overdue and closed in time; nothing where there was never an action."""
    rows = CorrectiveAction.objects.in_area(context.area)
    today = timezone.localdate(context.as_of)
    late = Q(due__lt=today)
    found = rows.aggregate(
        open=Count("pk", Q(state=ActionState.OPEN)),
        overdue=Count("pk", Q(state=ActionState.OPEN) & late),
        done=Count("pk", Q(state=ActionState.DONE)),
    )
    (on_time,) = compared((ON_TIME,), context)
    if not any(found.values()) and not on_time.now.denominator:
        return None
    figures = KeyFigures(
        (
            KeyFigure(
                bilingual(_("Open")), found["open"], href=_address(context, ActionState.OPEN)
            ),
            KeyFigure(bilingual(_("Overdue")), found["overdue"], href=_address(context, OVERDUE)),
            KeyFigure(
                bilingual(_("Done, to be verified")),
                found["done"],
                href=_address(context, ActionState.DONE),
            ),
            key_figure(on_time),
        )
    )
    told = _overdue_blocks(rows.overdue(today), found["overdue"], today)
    return Section(ACTIONS, bilingual(ACTIONS_TITLE), (figures, *told))


def _address(context: ReportContext, state: str) -> str:
    query = urlencode({"area": context.area.pk, "state": state})
    return f"{reverse('actions:actions')}?{query}"


def _overdue_blocks(rows: CorrectiveActionQuerySet, count: int, today: dt.date) -> list[Any]:
    blocks: list[Any] = [
        Finding(
            "medium",
            bilingual(
                _("%(source)s: %(problem)s (due %(due)s, %(days)s days ago)"),
                source=row.source or str(row.area),
                problem=row.problem,
                due=lambda language, due=row.due: format_date(due, language=language),
                days=str((today - row.due).days),
            ),
            row.action,
        )
        for row in rows.for_list().order_by("due", "pk")[:TOLD]
    ]
    if count > TOLD:
        words = _("%(count)s corrective actions are overdue; the oldest are named above.")
        blocks.append(Callout("warning", bilingual(words, count=str(count))))
    return blocks
