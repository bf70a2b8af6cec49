"""Wang inspects a shop on the phone, liu rectifies what was found, chen verifies it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from communities.models import Attachment
from grids.models import Hazard, Inspection
from grids.services.hazards import rectify
from premises.models import Premises
from tests.grids.makers import hazard, premises


@pytest.fixture
def shop(places) -> Premises:
    """A shop some metres from where the browser says that it is."""
    return premises(places, latitude=30.6136, longitude=114.2076)


@pytest.fixture
def phone(window_of) -> Callable[[User], Page]:
    """Return a page on a phone, signed in as the user."""
    return lambda user: window_of(user, width=360).page


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A photo on the phone."""
    path = tmp_path / "exit.jpg"
    Image.new("RGB", (640, 480), "brown").save(path)
    return path


def choose(page: Page, item: str, words: str) -> None:
    """Tap an answer of an item."""
    page.locator(f"#item-{item} > .segments label", has_text=re.compile(f"^{words}$")).click()


def pass_all_but(page: Page, *failed: str) -> None:
    """Tap "pass" for every item but those."""
    for number in range(1, 24):
        if f"A{number}" not in failed:
            choose(page, f"A{number}", "合格")


def no_sideways_scrolling(page: Page) -> bool:
    """Tell whether the page is as wide as the phone."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_inspection_to_the_closed_hazard(shop, cast, phone, photo_file) -> None:
    wang = phone(cast.wang)
    wang.goto("/")
    wang.get_by_role("link", name=re.compile("福源便利店")).click()
    expect(wang.locator("[data-position]")).to_contain_text("已定位")
    pass_all_but(wang, "A11")
    expect(wang.locator("[data-progress-text]")).to_have_text("22 / 23")
    block = wang.locator("#item-A11 .hazard-block")
    expect(block).to_be_hidden()
    choose(wang, "A11", "不合格")
    expect(block).to_be_visible()
    expect(block.get_by_label("隐患内容及具体部位")).to_have_value(re.compile("安全出口"))
    block.get_by_label("隐患照片").set_input_files(photo_file)
    expect(block.locator(".thumbnails img").first).to_be_visible()
    assert no_sideways_scrolling(wang)
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    expect(wang.locator(".alert")).to_contain_text("巡查记录已提交")
    inspection = Inspection.objects.get()
    assert 0 < inspection.distance < 50 and inspection.failed_items == 1

    found = Hazard.objects.get()
    liu = phone(cast.liu)
    liu.goto(found.get_absolute_url())
    liu.get_by_role("link", name="登记整改情况").click()
    liu.locator("[name=note]").fill("通道已清理")
    liu.locator("[name=photos]").set_input_files(photo_file)
    expect(liu.locator(".thumbnails img")).to_be_visible()
    liu.get_by_role("button", name="登记整改情况").click()
    expect(liu.locator(".timeline.steps")).to_contain_text("通道已清理")
    expect(liu.get_by_role("link", name="复查合格，销号")).to_have_count(0)

    chen = phone(cast.chen)
    chen.goto("/")
    chen.get_by_role("link", name=re.compile("待复查的整改")).click()
    chen.get_by_role("link", name=re.compile("安全出口")).click()
    expect(chen.locator(".timeline.steps img")).to_have_count(2)
    chen.get_by_role("link", name="复查合格，销号").click()
    chen.get_by_role("button", name="复查合格，销号").click()
    expect(chen.locator(".badge", has_text="已办结").first).to_be_visible()
    found.refresh_from_db()
    assert (found.state, found.fixed_by, found.verified_by) == ("closed", cast.liu, cast.chen)
    assert Attachment.objects.filter(is_photo=True).count() == 2


def test_a_clean_shop_takes_four_taps(shop, cast, phone) -> None:
    """To the shop, all in order, send; taking back first costs two more."""
    wang = phone(cast.wang)
    wang.goto("/")
    wang.get_by_role("link", name=re.compile("福源便利店")).click()
    rest = wang.get_by_role("button", name="其余均合格")
    rest.click()
    expect(wang.locator("[data-progress-text]")).to_have_text("23 / 23")
    wang.get_by_role("button", name="撤销").click()
    expect(wang.locator("[data-progress-text]")).to_have_text("0 / 23")
    rest.click()
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    assert (Inspection.objects.get().failed_items, Hazard.objects.count()) == (0, 0)


def test_each_item_stands_above_its_answers(shop, cast, phone) -> None:
    wang = phone(cast.wang)
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    item = wang.locator("#item-A1")
    assert (
        item.locator("legend").bounding_box()["y"]
        < item.locator(".segments").first.bounding_box()["y"]
    )


def test_all_others_in_order_leaves_what_is_answered(shop, cast, phone) -> None:
    wang = phone(cast.wang)
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    choose(wang, "A11", "不合格")
    wang.get_by_role("button", name="其余均合格").click()
    expect(wang.locator("#item-A11 input[value=fail]")).to_be_checked()
    expect(wang.locator("input[value=pass]:checked")).to_have_count(22)


def test_a_forgotten_answer_keeps_the_photo_on_the_page(shop, cast, phone, photo_file) -> None:
    wang = phone(cast.wang)
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    pass_all_but(wang, "A11", "A5")
    choose(wang, "A11", "不合格")
    wang.get_by_label("隐患照片").locator("visible=true").set_input_files(photo_file)
    wang.get_by_role("button", name="提交检查").click()
    expect(wang.locator("#item-A5 [data-error-for=a-A5]")).to_have_text("请回答此项。")
    assert not Inspection.objects.exists()
    choose(wang, "A5", "合格")
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    assert Attachment.objects.filter(is_photo=True).count() == 1


def test_a_page_loaded_anew_has_what_was_answered_and_counts_it(
    shop, cast, phone, photo_file
) -> None:
    """Before anything was sent, and after it was refused; a photo is to be taken again."""
    wang = phone(cast.wang)
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    choose(wang, "A1", "合格")
    choose(wang, "A11", "不合格")
    block = wang.locator("#item-A11 .hazard-block")
    block.get_by_label("隐患内容及具体部位").fill("后门堆放纸箱")
    wang.reload()
    expect(wang.locator("[data-progress-text]")).to_have_text("2 / 23")
    expect(block.get_by_label("隐患内容及具体部位")).to_have_value("后门堆放纸箱")
    expect(block.get_by_label("隐患内容及具体部位")).to_be_enabled()
    expect(wang.locator("#draft-restored")).to_contain_text("重新选择")
    block.get_by_label("隐患照片").set_input_files(photo_file)
    wang.get_by_role("button", name="提交检查").click()
    expect(wang.locator("#item-A5 [data-error-for=a-A5]")).to_have_text("请回答此项。")
    wang.get_by_role("button", name="其余均合格").click()
    expect(wang.locator("#item-A5 [data-error-for=a-A5]")).to_be_empty()
    wang.reload()
    expect(wang.locator("[data-progress-text]")).to_have_text("23 / 23")
    choose(wang, "A5", "不合格")
    other = wang.locator("#item-A5 .hazard-block")
    expect(other.locator("input[name$=grade]:checked")).to_have_count(1)
    choose(wang, "A5", "合格")
    block.get_by_label("隐患照片").set_input_files(photo_file)
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    assert Hazard.objects.get().description == "后门堆放纸箱"
    assert Inspection.objects.count() == 1


def test_a_photo_stays_while_what_is_missing_is_filled_in(places, cast, phone, photo_file) -> None:
    """The place is asked for where no premises are chosen, and that is said beforehand."""
    wang = phone(cast.wang)
    wang.goto("/grids/hazards/new/")
    place = wang.locator("#div_id_place")
    expect(place).to_contain_text("未选择场所时必填")
    wang.locator("[name=photos]").set_input_files(photo_file)
    wang.locator("[name=description]").fill("井盖破损")
    wang.locator("[name=category]").select_option(label="消防安全", force=True)
    wang.locator("[name=area]").select_option(str(places.grid1.pk), force=True)
    save = wang.locator("form.record-form button[type=submit]").first
    save.click()
    expect(place.get_by_role("alert")).to_have_text("请说明具体位置。")
    assert wang.locator("[name=photos]").evaluate("e => e.files.length") == 1
    wang.locator("[name=place]").fill("东一路口")
    expect(place.get_by_role("alert")).to_have_count(0)
    save.click()
    wang.wait_for_url(re.compile("/grids/hazards/[0-9a-f]"))
    assert Hazard.objects.get().place == "东一路口"
    assert Attachment.objects.filter(is_photo=True).count() == 1


def test_without_a_network_the_page_says_so_and_sends_later(shop, cast, window_of) -> None:
    window = window_of(cast.wang, width=360)
    wang = window.page
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    pass_all_but(wang)
    wang.route("**/inspect/", lambda route: route.abort("internetdisconnected"))
    wang.get_by_role("button", name="提交检查").click()
    expect(wang.locator("[data-send-state]")).to_contain_text("无网络连接")
    wang.unroute("**/inspect/")
    window.problems.clear()
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    assert Inspection.objects.count() == 1


def test_signed_out_in_mid_form_nothing_is_lost(shop, cast, phone) -> None:
    wang = phone(cast.wang)
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    pass_all_but(wang)
    cookies = wang.context.cookies()
    wang.context.clear_cookies(name="sessionid")
    wang.get_by_role("button", name="提交检查").click()
    expect(wang.locator("[data-send-state]")).to_contain_text("登录已失效")
    wang.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    assert Inspection.objects.get().failed_items == 0


def test_nobody_there_hides_the_checklist(shop, cast, phone) -> None:
    wang = phone(cast.wang)
    wang.goto(f"/grids/premises/{shop.pk}/inspect/")
    wang.locator("label.segment", has_text="无人在场").click()
    expect(wang.locator("#item-A1")).to_be_hidden()
    wang.get_by_role("button", name="提交检查").click()
    wang.wait_for_url(re.compile("/grids/inspections/"))
    assert Inspection.objects.get().outcome == "absent"


def test_the_map_draws_grids_and_shops(shop, places, cast, phone) -> None:
    places.grid1.boundary = {
        "type": "Polygon",
        "coordinates": [[[114.2, 30.61], [114.22, 30.61], [114.22, 30.63], [114.2, 30.61]]],
    }
    places.grid1.save()
    one = hazard(shop, cast.wang)
    rectify(actor=cast.liu, hazard=hazard(shop, cast.wang), revision=1)
    chen = phone(cast.chen)
    chen.goto("/grids/map/")
    expect(chen.locator("[data-grids-map][data-ready]")).to_be_visible()
    expect(chen.locator(".map-legend")).to_contain_text("区域内未办结隐患")
    assert no_sideways_scrolling(chen)
    chen.get_by_role("row", name=re.compile("东一网格")).get_by_role("link", name="2").click()
    expect(chen.locator(".list-count")).to_contain_text("2")
    expect(chen.locator(f"a[href='{one.get_absolute_url()}']")).to_be_visible()


def test_without_javascript_the_inspection_is_a_plain_form(
    shop, cast, browser, portal, phone, photo_file
) -> None:
    cookies = phone(cast.wang).context.cookies()
    context = browser.new_context(
        java_script_enabled=False, base_url=portal, viewport={"width": 360, "height": 740}
    )
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/grids/premises/{shop.pk}/inspect/")
    pass_all_but(page, "A11")
    choose(page, "A11", "不合格")
    page.get_by_label("隐患照片").locator("visible=true").set_input_files(photo_file)
    page.locator(".where summary").click()
    page.get_by_label("所在位置").fill("店门口")
    page.get_by_role("button", name="提交检查").click()
    page.wait_for_url(re.compile("/grids/inspections/"))
    assert Inspection.objects.get().position_note == "店门口"
    assert Attachment.objects.count() == 1
    context.close()
