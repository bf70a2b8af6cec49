"""Choosing among many by keyboard: going on takes what stands first, and says when nothing does."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from communities.models import Area, AreaKind, Organisation


@pytest.fixture
def units(places) -> list[Organisation]:
    """More organisations than a plain select is quicker for."""
    return [
        Organisation.objects.create(area=places.street, name=f"第{n}单位", sector="school")
        for n in range(1, 13)
    ]


@pytest.fixture
def field(cast, units, window_of) -> Page:
    """The page of a new project."""
    page = window_of(cast.chen).page
    page.goto(reverse("programmes:project-new"))
    return page


def lead(page: Page) -> object:
    """The field of the lead unit, over its select."""
    return page.locator(".picker:has(select[name=lead_unit]) input")


def test_tab_takes_what_stands_first(field, units) -> None:
    lead(field).click()
    field.keyboard.type("第7")
    expect(field.locator(".picker-list li.active")).to_contain_text("第7单位")
    field.keyboard.press("Tab")
    assert field.locator("select[name=lead_unit]").input_value() == str(units[6].pk)


def test_what_names_nothing_is_said_and_changes_nothing(field, units) -> None:
    field.locator("select[name=lead_unit]").select_option(str(units[2].pk), force=True)
    lead(field).click()
    field.keyboard.type("无此单位")
    field.keyboard.press("Tab")
    expect(field.locator(".picker:has(select[name=lead_unit]) .picker-note")).to_contain_text(
        "无此单位"
    )
    assert field.locator("select[name=lead_unit]").input_value() == str(units[2].pk)


def area(page: Page) -> object:
    """The field of the area, a tree, over its select."""
    return page.locator(".picker:has(select[name=area]) input")


@pytest.fixture
def grids(places) -> list[Area]:
    """More areas than a plain select is quicker for, below the eastern community."""
    east = Area.objects.get(pk=places.east.pk)
    return [
        Area.objects.add_child(
            east, {"name": f"第{n}网格", "kind": AreaKind.GRID, "code": f"9900{n:02}"}
        )
        for n in range(1, 13)
    ]


def test_arrows_pass_over_what_only_says_where_a_match_lies(field, grids) -> None:
    field.reload()
    area(field).click()
    field.keyboard.type("第7网格")
    expect(field.locator(".picker-list li.picker-above").first).to_be_visible()
    for key in ("ArrowDown", "ArrowUp", "ArrowDown"):
        field.keyboard.press(key)
        expect(field.locator(".picker-list li.active")).to_have_text("第7网格")
    field.keyboard.press("Enter")
    assert field.locator("select[name=area]").input_value() == str(grids[6].pk)


def test_what_lies_above_a_match_can_be_clicked(field, grids, places) -> None:
    field.reload()
    area(field).click()
    field.keyboard.type("第7网格")
    field.locator(".picker-list li.picker-above", has_text=places.east.name).click()
    assert field.locator("select[name=area]").input_value() == str(places.east.pk)


def test_typing_into_a_filled_field_replaces_what_stands_there(field, units) -> None:
    """However one comes to it: by the mouse, by Tab, or after choosing with Enter."""
    chosen = field.locator("select[name=lead_unit]")
    chosen.select_option(str(units[2].pk), force=True)
    lead(field).click()
    field.keyboard.type("第7")
    expect(field.locator(".picker-list li.active")).to_contain_text("第7单位")
    field.keyboard.press("Enter")
    assert chosen.input_value() == str(units[6].pk)
    field.keyboard.type("第9")
    field.keyboard.press("Enter")
    assert chosen.input_value() == str(units[8].pk)
    field.keyboard.press("Tab")
    field.keyboard.press("Shift+Tab")
    field.keyboard.type("第4")
    field.keyboard.press("Tab")
    assert chosen.input_value() == str(units[3].pk)
