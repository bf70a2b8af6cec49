"""Zhao sends an Excel file with a bad row, sends the row corrected, and takes the batch back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from injuries.forms import REQUIRED
from injuries.imports import running
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from tests.injuries.conftest import HEADINGS, row, workbook

#: As a picker does it, which lies over some of the selects.
CHOOSE_FIRST = """(select) => {
  select.value = [...select.options].find((one) => one.value).value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@pytest.fixture
def hospital(places) -> ReportingSite:
    """金沙医院 reports every injury of the street's residents."""
    return ReportingSite.objects.create(
        area=places.street, name="金沙医院", code="H01", kind="hospital"
    )


def saved(folder: Path, rows: list[list[object]]) -> Path:
    """An xlsx on zhao's desk."""
    path = folder / "三月.xlsx"
    path.write_bytes(workbook([HEADINGS, *rows]).read())
    return path


def work_on() -> None:
    """Do what the worker does when the bell rings."""
    running.run(ImportBatch.objects.get().pk)


def test_from_the_workbook_to_the_register_and_back(
    cast, hospital, window_of, tmp_path: Path
) -> None:
    rows = [row(), row(卡片编号="2", 姓名="李四", 年龄="300"), row(卡片编号="3", 姓名="王五")]
    zhao = window_of(cast.zhao).page
    zhao.goto("/injuries/imports/new/")
    zhao.locator("input[type=file]").set_input_files(saved(tmp_path, rows))
    zhao.locator("form.record-form .form-buttons .btn-primary").click()
    expect(zhao.locator("#work")).to_be_visible()
    work_on()
    zhao.wait_for_url("**/columns/")
    zhao.locator("form.record-form .form-buttons .btn-primary").click()
    expect(zhao.locator("#work")).to_be_visible()
    work_on()
    zhao.goto(ImportBatch.objects.get().get_absolute_url())
    expect(zhao.locator(".findings")).to_contain_text("李*")
    expect(zhao.locator(".findings")).to_contain_text("300")
    with zhao.expect_download():
        zhao.get_by_role("link", name="下载").first.click()
    zhao.locator("form[action$='/commit/'] button").click()
    work_on()
    assert InjuryRecord.objects.live().count() == 2
    zhao.goto(ImportBatch.objects.get().get_absolute_url())
    zhao.on("dialog", lambda dialog: dialog.accept())
    zhao.locator("form[action$='/undo/'] button").click()
    zhao.wait_for_load_state()
    assert InjuryRecord.objects.live().count() == 0


def test_back_from_a_saved_card_leads_to_an_empty_one(cast, places, window_of) -> None:
    """Not to a card half filled in by the browser, which once more saved is a second injury."""
    zhao = window_of(cast.zhao).page
    zhao.goto("/injuries/new/")
    zhao.select_option("[name=area]", str(places.east.pk))
    codes = {"sex": "1", "cause": "3", "place": "1", "activity": "5", "intent": "1"}
    codes |= {"nature": "1", "body_site": "2", "severity": "1", "outcome": "1"}
    for name, code in codes.items():
        zhao.select_option(f"[name={name}]", code)
    zhao.fill("[name=visited_on]", "2026-03-01")
    zhao.locator("form.record-form .form-buttons .btn-primary").click()
    zhao.wait_for_load_state("networkidle")
    assert InjuryRecord.objects.count() == 1
    zhao.go_back()
    zhao.wait_for_load_state("networkidle")
    assert zhao.input_value("[name=cause]") == ""


def test_a_card_that_is_only_to_be_confirmed_is_not_said_to_be_restored(
    cast, places, window_of
) -> None:
    """The server asks about the age; nothing was lost, and nothing had to be brought back."""
    zhao = window_of(cast.zhao).page
    zhao.goto("/injuries/new/")
    zhao.select_option("[name=area]", str(places.east.pk))
    codes = {"sex": "1", "cause": "10", "place": "1", "activity": "5", "intent": "1"}
    codes |= {"nature": "1", "body_site": "2", "severity": "1", "outcome": "1"}
    for name, code in codes.items():
        zhao.select_option(f"[name={name}]", code)
    zhao.fill("[name=visited_on]", "2026-03-01")
    zhao.locator("form.record-form .form-buttons .btn-primary").click()
    zhao.wait_for_load_state("networkidle")
    expect(zhao.locator(".alert-warning")).to_be_visible()
    expect(zhao.locator("#draft-restored")).to_have_count(0)
    zhao.locator(".alert-warning button").click()
    zhao.wait_for_load_state("networkidle")
    assert InjuryRecord.objects.count() == 1


def test_the_next_card_is_empty_but_for_what_repeats(cast, hospital, window_of) -> None:
    """What was saved does not come back as unsaved: one more click would make a second card."""
    zhao = window_of(cast.zhao).page
    zhao.goto("/injuries/new/")
    zhao.locator("[name=diagnosis]").fill("桡骨远端骨折")
    zhao.locator("[name=occurred_on]").fill("2026-03-02")
    zhao.locator("[name=visited_on]").fill("2026-03-02")
    zhao.locator("[name=sex]").select_option("1")
    zhao.locator("[name=age_value]").fill("40")
    for name in ("area", *REQUIRED):
        if name in ("sex", "visited_on"):
            continue
        zhao.locator(f"select[name={name}]").evaluate(CHOOSE_FIRST)
    zhao.locator("button[name=another]").click()
    zhao.wait_for_load_state()
    if (asked := zhao.locator("button[name=confirmed]")).count():
        asked.click()
    zhao.wait_for_url("**/new/?*")
    assert InjuryRecord.objects.count() == 1
    expect(zhao.locator("[name=diagnosis]")).to_have_value("")
    expect(zhao.locator("[name=age_value]")).to_have_value("")
    expect(zhao.locator("[name=occurred_on]")).to_have_value("2026-03-02")
    expect(zhao.locator("#draft-restored")).to_have_count(0)
    zhao.locator("[name=diagnosis]").fill("踝扭伤")
    zhao.reload()
    expect(zhao.locator("#draft-restored")).to_have_count(0)
