"""Demonstration data: a schedule, a signed report, one before the committee, a draft."""

from accounts.models import User
from communities import roles
from lib.demo import DemoContext
from lib.periods import Period
from reports.models import ReportRun, ReportSchedule, ReportTemplate
from reports.services import approval
from reports.services.compute import compute
from reports.services.requests import request_report
from reports.templates_built_in import MONTHLY

SUMMARY = "本月伤害以跌倒/坠落为主，老年人居多；隐患整改总体按期完成，逾期隐患已逐项落实责任人。"
PLAN = "继续推进居家防跌倒项目，组织出租屋消防专项排查，逾期隐患每周调度一次。"


def seed(context: DemoContext) -> None:
    """Make the reports of the last three finished months, each further on its way than the next."""
    template = ReportTemplate.objects.get(code=MONTHLY)
    clerk = context.users[roles.OFFICE][0]
    ReportSchedule.objects.create(
        template=template, area=context.street, each_community=True, created_by=clerk
    )
    last = Period.containing(context.end).previous
    for period, finish in zip(reversed(last.back(3)), (_draft, _reviewed, _signed), strict=True):
        run, _made = request_report(
            actor=clerk, template=template, area=context.street, period=period
        )
        compute(run.pk)
        finish(ReportRun.objects.get(pk=run.pk), clerk, context)


def _draft(run: ReportRun, clerk: User, context: DemoContext) -> None:
    """Leave the draft as the worker made it."""


def _reviewed(run: ReportRun, clerk: User, context: DemoContext) -> None:
    for key, text in (("summary", SUMMARY), ("plan", PLAN)):
        run = approval.write_narrative(
            actor=clerk, run=run, key=key, text=text, read_hash=run.document_hash
        )
    reviewer = next(one for one in context.users[roles.OFFICE] if one != clerk)
    approval.review(actor=reviewer, run=run, read_hash=run.document_hash)


def _signed(run: ReportRun, clerk: User, context: DemoContext) -> None:
    _reviewed(run, clerk, context)
    reviewed = ReportRun.objects.get(pk=run.pk)
    signer = context.users[roles.COMMITTEE][0]
    approval.sign(actor=signer, run=reviewed, read_hash=reviewed.document_hash)
