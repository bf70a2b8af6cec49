"""Choosing among many by keyboard: going on takes what stands first, and says when nothing does."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from communities.models import Organisation


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
