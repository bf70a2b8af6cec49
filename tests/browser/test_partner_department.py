"""Sun of the fire station finds the hazard handed over and reports it rectified; no more."""

import re

from playwright.sync_api import expect

from grids.models import Hazard
from tests.grids.makers import hazard, premises


def test_sun_reports_a_hazard_rectified(cast, places, window_of) -> None:
    found = hazard(premises(places), cast.wang)
    sun = window_of(cast.sun, width=768).page
    sun.goto("/")
    sun.get_by_role("button", name="更多").click()
    sun.get_by_role("link", name="隐患", exact=True).first.click()
    sun.get_by_role("link", name=re.compile("安全出口被堵塞")).click()
    expect(sun.get_by_role("link", name="复查合格，销号")).to_have_count(0)
    sun.get_by_role("link", name="登记整改情况").click()
    sun.locator("[name=note]").fill("已督促清理通道")
    sun.get_by_role("button", name="登记整改情况").click()
    expect(sun.locator(".timeline.steps")).to_contain_text("已督促清理通道")
    stored = Hazard.objects.get(pk=found.pk)
    assert (stored.state, stored.fixed_by, stored.verified_by) == ("rectified", cast.sun, None)
