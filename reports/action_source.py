"""Corrective actions made of what a report concludes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from actions.sources import ActionSource
from lib.bilingual import DEFAULT_LANGUAGE, say
from reports.models import ReportRun
from reports.permissions import RUN_VIEW
from reports.workflow import RunState

#: What staff write into a report's conclusions (`reports.sections.conclusions`), by field.
CONCLUDED = {"problem": "problems", "action": "actions"}


def _begins(run: ReportRun) -> dict[str, str]:
    written = run.snapshot.narratives() if run.document else {}
    language = get_language() or DEFAULT_LANGUAGE
    return {field: say(written.get(key), language) for field, key in CONCLUDED.items()}


def _stands(run: Any) -> bool:
    return run.state not in (RunState.COMPUTING, RunState.WITHDRAWN)


REPORTS = ActionSource(
    key="reports.reportrun",
    name=_("Report"),
    view=RUN_VIEW,
    rows=lambda: ReportRun.objects.for_list(),
    day=lambda run: timezone.localdate(run.as_of or run.created_at),
    begins=_begins,
    offered=_stands,
)
