"""Wang's phone: a list begins on the first screen, a file too large is not sent at all."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from checklists.models import HazardCategory
from grids.models import Hazard
from grids.services.hazards import report_hazard
from premises.models import Premises
from programmes.models import Project
from programmes.services.values import approve_value, submit_value
from tests.grids.makers import hazard, photo, premises
from tests.programmes.factories import (
    make_budget_line,
    make_indicator,
    make_measure,
    make_project,
    make_value,
    run_project,
)


def test_the_list_of_hazards_begins_on_the_first_screen(cast, places, window_of) -> None:
    """A few filters stand above it, the others come on demand."""
    hazard(premises(places), cast.wang)
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazards"))
    page = window.page
    assert page.locator("table.records tbody tr").first.bounding_box()["y"] < 330
    expect(page.locator(".filter [name=state]")).to_be_hidden()
    category = page.locator(".filter [name=category]")
    expect(category).to_be_hidden()
    page.get_by_text("筛选（").locator("visible=true").click()
    expect(category).to_be_visible()
    expect(page.locator(".filter [name=state]")).to_be_visible()
    assert not window.too_wide()


def test_a_row_is_two_lines_with_a_picture_and_all_of_it_leads_to_the_hazard(
    cast, places, window_of
) -> None:
    place = premises(places)
    found = Hazard(
        premises=place,
        area=place.area,
        category=HazardCategory.objects.get(code="fire"),
        description="安全出口被堵塞" * 9,
    )
    report_hazard(actor=cast.wang, hazard=found, photos=[photo()])
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazards"))
    row = window.page.locator("table.records tbody tr").first
    assert row.bounding_box()["height"] <= 90
    picture = row.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") <= 128
    assert not window.too_wide()
    box = row.bounding_box()
    window.page.mouse.click(box["x"] + box["width"] - 40, box["y"] + box["height"] - 8)
    expect(window.page).to_have_url(re.compile(found.get_absolute_url()))


def test_badges_of_a_row_push_its_place_and_day_nowhere(cast, places, window_of) -> None:
    place = premises(places)
    late = hazard(place, cast.wang, description="灭火器数量不足、过期或压力不足")
    late.deadline = timezone.localdate() - dt.timedelta(days=76)
    late.save()
    with_photo = Hazard(
        premises=place,
        area=place.area,
        category=HazardCategory.objects.get(code="fire"),
        description="安全出口被堵塞" * 9,
    )
    report_hazard(actor=cast.wang, hazard=with_photo, photos=[photo()])
    Hazard.objects.filter(pk=with_photo.pk).update(deadline=late.deadline)
    for user in (cast.wang, cast.liu):
        window = window_of(user, width=360)
        window.open(reverse("grids:hazards"))
        rows = window.page.locator("table.records tbody tr")
        expect(rows).to_have_count(2)
        for row in rows.all():
            box = row.bounding_box()
            assert box["height"] <= 90
            for label in ("位置", "整改期限", "状态"):
                cell = row.locator(f"[data-label={label}]").bounding_box()
                assert cell["y"] + cell["height"] <= box["y"] + box["height"] + 1, label
                assert cell["width"] > 20


@pytest.fixture
def project(places, cast) -> Project:
    """A running project that has everything: an indicator with all its figures, measures, money."""
    made = run_project(make_project(places.east, cast.liu, title="老年人居家防跌倒"))
    indicator = make_indicator(made, cast.liu, baseline_period="2025-12")
    make_measure(made, cast.liu, end=timezone.localdate() - dt.timedelta(days=3))
    make_budget_line(made, cast.liu)
    for month in (8, 9):
        value = make_value(indicator, cast.liu, period_start=dt.date(2026, month, 1))
        submit_value(actor=cast.liu, value=value)
    approve_value(actor=cast.chen, value=indicator.values.earliest("period_start"))
    return made


def test_no_row_of_a_list_cuts_off_what_it_says(project, cast, window_of) -> None:
    """A row is as high as its words; tests/browser/test_every_page.py asks it of every page."""
    window = window_of(cast.chen, width=360)
    seen = {
        "programmes:projects": ("干预措施", "预算执行", "计划完成"),
        "programmes:indicators": ("目标", "实际值"),
    }
    for name, labels in seen.items():
        window.open(reverse(name))
        assert window.cut_rows() == [], name
        row = window.page.locator("table.records tbody tr").first
        for label in labels:
            expect(row.locator(f"[data-label={label}]")).to_be_visible()


def test_a_day_says_of_what_it_is(cast, places, window_of) -> None:
    """There are no headings on a phone; what there is nothing of is left out."""
    place = premises(places)
    Premises.objects.filter(pk=place.pk).update(last_inspected_at=timezone.now())
    window = window_of(cast.wang, width=360)
    window.open(reverse("premises:list"))
    before = "e => getComputedStyle(e, '::before').content"
    for label in ("上次检查", "下次检查"):
        cell = window.page.locator(f"td[data-label={label}]").first
        assert label in cell.evaluate(before)
    Premises.objects.filter(pk=place.pk).update(last_inspected_at=None)
    window.open(reverse("premises:list"))
    expect(window.page.locator("td[data-label=上次检查]").first).to_be_hidden()


def test_what_is_judged_stands_whole_on_a_phone(project, cast, window_of) -> None:
    """State, evidence and remarks of every row, none of it beside the card."""
    window = window_of(cast.chen, width=360)
    window.open("/programmes/values/?approve=on")
    page = window.page
    page.locator("#list tbody input[type=checkbox]").first.check()
    page.locator("#ticked button[value=approve]").click()
    page.wait_for_load_state()
    for label in ("指标", "数值", "目标", "佐证材料", "需留意"):
        cell = page.locator(f"table.judged td[data-label={label}]")
        box = cell.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 346, label
        assert box["width"] > 40, label
    assert page.locator("table.judged td.on-phone-badge .badge").is_visible()
    assert window.cut_rows() == [] and not window.too_wide() and not window.barriers()
    with page.expect_response("**/files/**"):
        page.locator("table.judged td[data-label=佐证材料] a").first.click()


def test_an_area_is_asked_only_of_who_has_several(cast, places, window_of) -> None:
    hazard(premises(places), cast.wang)
    for user, asked in ((cast.wang, 0), (cast.chen, 1)):
        window = window_of(user, width=360)
        window.open(reverse("grids:hazards"))
        expect(window.page.locator(".filter [name=area]")).to_have_count(asked)


def test_a_day_stands_on_one_line_at_the_desk(cast, places, window_of) -> None:
    hazard(premises(places), cast.wang, deadline=timezone.localdate())
    window = window_of(cast.chen)
    window.open(reverse("grids:hazards"))
    for label in ("发现", "整改期限"):
        day = window.page.locator(f"td[data-label={label}] span").first
        assert day.evaluate("e => e.getClientRects().length") == 1, label


def test_a_filter_in_use_is_not_hidden(cast, places, window_of) -> None:
    """It stands above the rows, wherever its field is."""
    hazard(premises(places), cast.wang)
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazards") + "?overdue=yes")
    expect(window.page.locator(".chips")).to_contain_text("逾期")


def test_the_filters_of_a_desk_stand_on_one_line(cast, places, window_of) -> None:
    window = window_of(cast.chen)
    window.open(reverse("grids:hazards"))
    assert window.page.locator("form.filter").bounding_box()["height"] < 64


def test_a_photo_too_large_is_refused_before_it_is_sent(
    cast, places, window_of, tmp_path: Path
) -> None:
    """It would cross a slow network first, to be refused by the server."""
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(settings.UPLOAD_MAX_PHOTO + 1)
    small = tmp_path / "small.jpg"
    small.write_bytes(photo().read())
    window = window_of(cast.wang, width=360)
    window.open(reverse("grids:hazard-new"))
    page = window.page
    page.set_input_files("[name=photos]", large)
    refused = page.locator("[data-refused-file]")
    expect(refused).to_contain_text("15 MB")
    assert page.locator("[name=photos]").evaluate("e => e.files.length") == 0
    page.set_input_files("[name=photos]", small)
    expect(refused).to_have_count(0)
    assert page.locator("[name=photos]").evaluate("e => e.files.length") == 1
