"""Zhou reads the dashboard and the report that others write and review, and signs."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lib.periods import Period
from reports.models import ReportRun, ReportTemplate
from reports.services.compute import compute
from reports.services.requests import request_report
from reports.workflow import RunState
from tests.cast import PASSWORD
from tests.grids.makers import hazard, premises


@pytest.fixture
def draft(cast, places) -> ReportRun:
    """The street's report of last month, as the worker made it."""
    run, _made = request_report(
        actor=cast.chen,
        template=ReportTemplate.objects.get(code="monthly"),
        area=places.street,
        period=Period.parse("2026-09"),
    )
    compute(run.pk)
    return run


def test_from_the_draft_to_the_seal(cast, draft, window_of) -> None:
    chen = window_of(cast.chen).page
    chen.goto(draft.get_absolute_url())
    chen.locator("#narrative-plan").get_by_role("link", name="修改文字").click()
    chen.get_by_label("文字").fill("下月检查出租屋。")
    chen.get_by_role("button", name="保存").click()
    expect(chen.locator("#narrative-plan")).to_contain_text("下月检查出租屋。")
    expect(chen.get_by_role("button", name="提交委员会")).to_have_count(0)

    admin = window_of(cast.admin).page
    admin.goto(draft.get_absolute_url())
    admin.get_by_role("button", name="提交委员会").click()
    expect(admin.locator("h1")).to_contain_text("已审核")

    zhou = window_of(cast.zhou).page
    zhou.goto("/")
    zhou.get_by_role("link", name=re.compile("金沙街道 · 月度评估报告")).click()
    zhou.get_by_role("link", name="签署").click()
    zhou.get_by_label("您的密码").fill("guess")
    zhou.get_by_role("button", name="同意签发").click()
    expect(zhou.locator("#main")).to_contain_text("密码不正确")
    zhou.get_by_label("您的密码").fill(PASSWORD)
    zhou.get_by_role("button", name="同意签发").click()
    expect(zhou.locator("h1")).to_contain_text("已签发")
    with zhou.expect_download() as download:
        zhou.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith("-v1.pdf")
    run = ReportRun.objects.get()
    assert run.state == RunState.SIGNED
    assert run.signatures.get().signer == cast.zhou


def test_a_number_of_the_dashboard_opens_its_rows(cast, places, window_of) -> None:
    hazard(premises(places), cast.wang)
    found = hazard(premises(places, name="另一家"), cast.wang)
    zhou = window_of(cast.zhou).page
    this_month = Period.containing(timezone.localdate(found.found_at))
    zhou.goto(f"/reports/dashboard/?period={this_month.code}")
    figure = zhou.locator(".key-figure", has_text="发现隐患数").locator(".value a")
    expect(figure).to_have_text("2")
    figure.click()
    expect(zhou.locator(".list-count")).to_contain_text("共 2 条")
    expect(zhou.locator("table.records tbody tr")).to_have_count(2)
