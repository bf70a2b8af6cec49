"""Takes the pictures: signs in as the people of the demonstration and opens their pages."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PASSWORD = "safe-community-demo"
DESKTOP, PHONE, WALL = (1440, 900), (390, 780), (1920, 1080)


@dataclass(frozen=True)
class Picture:
    """One picture: who opens which page; `follow` are links to press, by CSS selector."""

    name: str
    user: str
    path: str
    size: tuple[int, int] = DESKTOP
    follow: tuple[str, ...] = ()


PICTURES = (
    Picture("dashboard", "zhou", "/reports/dashboard/", WALL),
    Picture("home", "chen", "/"),
    Picture("injuries", "chen", "/injuries/"),
    Picture("project", "chen", "/programmes/?stage=running", follow=("main tbody a",)),
    Picture("report", "chen", "/reports/", follow=("main tbody a",)),
    Picture("inspection", "wang", "/grids/inspect/", PHONE, follow=("main a[href*=inspect]",)),
    Picture("hazard", "wang", "/grids/hazards/", PHONE, follow=("main tbody a",)),
)


def main(address: str, *only: str) -> int:
    """Take all pictures, or those named; return 1 when a page could not be opened."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for picture in PICTURES:
            if not only or picture.name in only:
                failed += not take(browser, address.rstrip("/"), picture)
        browser.close()
    return 1 if failed else 0


def take(browser: Browser, address: str, picture: Picture) -> bool:
    """Take one picture; False when its page does not open."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.size[0], "height": picture.size[1]},
        device_scale_factor=2 if picture.size == PHONE else 1,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        geolocation={"latitude": 30.6135, "longitude": 114.2075, "accuracy": 8},
        permissions=["geolocation"],
    )
    page = context.new_page()
    try:
        sign_in(page, picture.user)
        return shoot(page, picture)
    finally:
        context.close()


def sign_in(page: Page, user: str) -> None:
    """Sign in through the form."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit]")
    page.wait_for_load_state("networkidle")
    if page.locator(".tour").count():
        page.click(".tour form[action*=end] button")
        page.wait_for_load_state("networkidle")


def shoot(page: Page, picture: Picture) -> bool:
    """Open the page, press the links, keep the picture."""
    answer = page.goto(picture.path)
    if not answer or not answer.ok:
        print(f"{picture.name}: {picture.path} answers {answer.status if answer else 'nothing'}")
        return False
    for selector in picture.follow:
        link = page.locator(selector).first
        if not link.count():
            print(f"{picture.name}: nothing to press at {selector}")
            return False
        link.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    print(f"{picture.name}: {page.url}")
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
