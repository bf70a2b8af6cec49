"""Liu writes a whole plan on one page, by keyboard and from Excel; on a phone rows are cards."""

from typing import Any

from playwright.sync_api import expect

from programmes.models import BudgetLine, Indicator, Measure, Objective, Project

#: A block as Excel puts it on the clipboard: headings along, quotes, a line end within a cell.
MEASURES = (
    "干预措施\t类型\t责任单位\t责任人\t开始\t结束\t计划数量\t单位\r\n"
    '"入户安装扶手\n（""三无""老人）"\t设施\t\t李工\t2026年3月1日\t2026.6.30\t1,200\t户\r\n'
    "健康讲座\t宣传\t\t王医生\t2026/3/1\t2026/9/30\t12\t场\r\n"
)
PASTE = """([selector, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def paste(page: Any, cell: str, text: str) -> None:
    """Paste `text` into a cell."""
    page.focus(f"[name={cell}]")
    page.evaluate(PASTE, [f"[name={cell}]", text])


def test_a_project_with_its_plan_takes_one_page_instead_of_six(places, cast, window_of) -> None:
    """Objective, two indicators, two measures, one budget line: saved once, by keyboard."""
    window = window_of(cast.liu)
    liu, pages = window.page, []
    window.open("/programmes/projects/new/")
    liu.on("framenavigated", lambda frame: pages.append(frame.url))
    liu.fill("[name=title]", "老年人防跌倒")
    liu.select_option("[name=domain]", "05")
    liu.select_option("[name=area]", str(places.east.pk))
    liu.fill("[name=objectives-0-text]", "跌倒伤害例数下降 15%")
    liu.fill("[name=indicators-0-name]", "扶手安装率")
    liu.select_option("[name=indicators-0-kind]", "process")
    liu.select_option("[name=indicators-0-direction]", "higher")
    liu.fill("[name=indicators-0-unit]", "户")
    liu.press("[name=indicators-0-unit]", "Enter")
    expect(liu.locator("[name=indicators-1-unit]")).to_be_focused()
    liu.select_option("[name=indicators-1-registry_key]", "programmes.measures_on_time")
    expect(liu.locator("[name=indicators-1-direction]")).to_be_disabled()
    expect(liu.locator("[name=indicators-1-unit]")).to_have_value("%")
    liu.select_option("[name=indicators-1-kind]", "process")
    paste(liu, "measures-0-title", MEASURES)
    expect(liu.locator("[name=measures-1-unit]")).to_have_value("场")
    expect(liu.locator("[name=measures-0-kind]")).to_have_value("facility")
    liu.fill("[name=budget-0-item]", "扶手采购")
    liu.fill("[name=budget-0-planned]", "36,000")
    expect(liu.locator("[data-sheet-sum=planned]")).to_have_text("36,000.00")
    assert not window.barriers() and not window.too_wide()
    liu.click("form.record-form .form-buttons .btn-primary")
    liu.wait_for_url("**/programmes/projects/*-*/")
    assert len(pages) == 1, pages
    project = Project.objects.get()
    assert Objective.objects.count() == 1 and Indicator.objects.count() == 2
    titles = Measure.objects.order_by("planned_quantity").values_list("title", "owner_name")
    assert list(titles) == [("健康讲座", "王医生"), ('入户安装扶手 （"三无"老人）', "李工")]
    assert BudgetLine.objects.get().planned == 36_000 and project.measures.count() == 2


def test_rows_are_added_and_taken_away_by_keyboard(places, cast, window_of) -> None:
    window = window_of(cast.liu)
    liu = window.page
    window.open("/programmes/projects/new/")
    for place in range(4):
        liu.fill(f"[name=objectives-{place}-text]", f"目标{place}")
        liu.press(f"[name=objectives-{place}-text]", "Enter")
    expect(liu.locator("[name=objectives-4-text]")).to_be_focused()
    liu.keyboard.press("ArrowUp")
    expect(liu.locator("[name=objectives-3-text]")).to_be_focused()
    liu.keyboard.press("ArrowRight")
    expect(liu.locator("[name=objectives-3-due]")).to_be_focused()
    liu.locator("#objectives [data-sheet-remove]").nth(1).click()
    expect(liu.locator("[name=objectives-1-text]")).to_have_value("目标2")
    assert liu.locator("[name=objectives-TOTAL_FORMS]").input_value() == "4"
    assert not window.doubled_ids()


def test_what_is_not_offered_is_named_at_its_cell(places, cast, window_of) -> None:
    window = window_of(cast.liu)
    window.open("/programmes/projects/new/")
    paste(window.page, "measures-0-title", "检查\t巡逻\n讲座\t宣传")
    expect(window.page.locator("#measures .errorlist")).to_contain_text("“巡逻”")
    expect(window.page.locator("[name=measures-1-kind]")).to_have_value("publicity")


def test_on_a_phone_a_row_is_a_card(places, cast, window_of) -> None:
    """One spare row of each sheet; after a mistake nothing typed is missing."""
    window = window_of(cast.liu, width=390)
    liu = window.page
    window.open("/programmes/projects/new/")
    assert liu.locator("#measures [data-sheet-row]").count() == 1
    liu.fill("[name=measures-0-title]", "入户检查")
    liu.locator("#measures [data-sheet-add]").click()
    liu.fill("[name=measures-1-title]", "讲座")
    assert not window.too_wide()
    liu.click("form.record-form .form-buttons .btn-primary")
    liu.wait_for_load_state()
    assert liu.locator("#measures [data-sheet-row]").count() >= 2
    expect(liu.locator("[name=measures-1-title]")).to_have_value("讲座")
    assert not window.too_wide() and not window.barriers()
