"""Each role walks its main way by keyboard alone, and always sees where it is."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from grids.models import Inspection
from tests.grids.makers import hazard, premises

#: The page on which each works most.
MAIN = [
    ("wang", "grids:hazard-new"),
    ("chen", "programmes:project-new"),
    ("zhao", "injuries:record-new"),
    ("liu", "training:event-new"),
    ("zhou", "monitoring:dashboard"),
    ("sun", "home"),
    ("wu", "communities:audit"),
    ("admin", "communities:user-new"),
]
#: What has the focus: its place in the window, whether it is drawn as focused, what lies over it.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const hidden = e.matches("input.visually-hidden, .segment input, .filter-more");
  const shown = hidden ? e.parentElement : e;
  const box = shown.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const over = document.elementFromPoint(x, y);
  const style = getComputedStyle(e);
  return {
    name: `${e.tagName.toLowerCase()} ${e.id || e.name || e.textContent.trim().slice(0, 20)}`,
    inside: y >= 0 && y <= innerHeight && x >= 0 && x <= innerWidth,
    covered: !(over && (shown.contains(over) || over.contains(shown))),
    drawn: e !== shown || style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


def walk(page: Any, steps: int) -> list[str]:
    """Press Tab so often; return what was wrong with the place of the focus."""
    wrong = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            break  # the end of the page: the browser's own bar comes next
        for fault in ("covered",) if found["covered"] else ():
            wrong.append(f"{found['name']}: {fault}")
        for wish in ("inside", "drawn"):
            if not found[wish]:
                wrong.append(f"{found['name']}: not {wish}")
    return wrong


@pytest.mark.parametrize(("name", "address"), MAIN, ids=[name for name, _ in MAIN])
def test_the_focus_is_always_seen(name, address, cast, places, window_of) -> None:
    hazard(premises(places), cast.wang)
    window = window_of(cast[name])
    window.page.emulate_media(reduced_motion="reduce")  # else the page is still scrolling
    window.open(reverse(address))
    assert walk(window.page, 80) == []


def test_the_first_tab_leads_past_the_menu(cast, window_of) -> None:
    page = window_of(cast.chen).page
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_wang_inspects_a_shop_without_touching_the_screen(cast, places, window_of) -> None:
    shop = premises(places)
    page = window_of(cast.wang).page
    page.goto(f"/grids/premises/{shop.pk}/inspect/")
    page.get_by_role("button", name="其余均合格").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="提交检查").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/grids/inspections/**")
    assert Inspection.objects.get().failed_items == 0


def test_colours_chosen_by_the_reader_keep_the_states(cast, places, window_of) -> None:
    """With forced colours a badge is told by its border, and nothing moves for who asked so."""
    hazard(premises(places), cast.wang)
    page = window_of(cast.chen).page
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(reverse("grids:hazards"))
    badge = page.locator("#list .badge").first
    assert badge.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    assert page.locator("body").evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
