"""A new street begins with an empty database and ends with a grid worker who knows her visits.

The way of docs/start-a-street.md. With START_PICTURES=folder the street is as large as the guide's,
and a picture is taken at each step.
"""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from communities.models import Area, AreaKind, Membership, Organisation
from communities.services.first_links import first_link
from grids.models import Hazard
from ledgers.machine import running
from ledgers.models import Batch
from ledgers.workflow import Stage
from notices.models import Notice
from notices.services.mornings import tell_what_is_due
from premises.models import Premises
from tests.browser.window import Window
from tests.street_files import CODE, DISTRICT, FULL, SMALL, STREET, person, write_all

PICTURES = os.environ.get("START_PICTURES", "")
SIZE = FULL if PICTURES else SMALL
OWN = "linjiang-2026-anquan"
#: People of the list of accounts: the office's own, and the first grid worker.
CHEN, WANG = person(1), person(4)


def picture(page: Page, name: str) -> None:
    """Keep what the guide shows."""
    if PICTURES:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(PICTURES) / f"start-{name}.png")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The workbooks that the office has."""
    return write_all(tmp_path, SIZE, timezone.localdate())


def first_password() -> str:
    """Make the first account as `make run DEMO=0` does; return what it says once."""
    said = io.StringIO()
    call_command("first_administrator", stdout=said)
    return re.search(r"first sign-in: (\S+)", said.getvalue())[1]


def choose_password(page: Page, *, old: str = "") -> None:
    """Choose the own password; with it she is at her work."""
    if old:
        page.fill("input[name=oldpassword]", old)
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", OWN)
    page.get_by_role("button", name=re.compile("^(修改密码|保存并开始使用)$")).click()
    expect(page.locator("h1")).to_have_text("我的工作")


def work() -> Batch:
    """Do what the worker does when the bell rings."""
    batch = Batch.objects.latest("created_at")
    running.run(str(batch.pk))
    tell_what_is_due()
    batch.refresh_from_db()
    return batch


def bring_in(page: Page, key: str, file: Path, words: dict[str, str] | None = None) -> Batch:
    """Send a workbook, agree to what the portal has understood, commit it."""
    page.goto(f"/ledgers/{key}/new/")
    page.set_input_files("input[type=file]", file)
    page.locator("form.record-form .btn-primary").first.click()
    expect(page.locator("#work")).to_be_visible()
    work()
    page.wait_for_url("**/columns/")
    picture(page, f"{key}-columns")
    page.get_by_role("button", name="检查各行").click()
    expect(page.locator("#work")).to_be_visible()
    if work().stage == Stage.WORDS:
        page.wait_for_url("**/words/")
        for word, meaning in (words or {}).items():
            line = page.locator("li").filter(has_text=word).last
            line.locator("select").select_option(label=meaning)
        picture(page, f"{key}-words")
        page.get_by_role("button", name="检查各行").click()
        expect(page.locator("#work")).to_be_visible()
        assert work().stage == Stage.PREVIEW
    batch = Batch.objects.latest("created_at")
    page.goto(batch.get_absolute_url())
    picture(page, f"{key}-preview")
    page.get_by_role("button", name=re.compile("入库：")).click()
    expect(page.locator("#work")).to_be_visible()
    work()
    page.goto(batch.get_absolute_url())
    picture(page, f"{key}-done")
    batch.refresh_from_db()
    assert batch.stage == Stage.COMMITTED
    return batch


def test_from_nothing_to_the_first_round(
    portal: str, window_of: Callable[..., Window], files: dict[str, Path]
) -> None:
    password = first_password()
    admin = window_of(None).page
    admin.goto("/")
    admin.fill("input[name=login]", "admin")
    admin.fill("input[type=password]", password)
    admin.locator("form button[type=submit]").first.click()
    choose_password(admin, old=password)
    admin.get_by_role("link", name="继续初始设置").click()
    picture(admin, "steps")
    admin.get_by_role("link", name="填写街道").click()
    for name, value in (("name", STREET), ("code", CODE), ("district", DISTRICT)):
        admin.fill(f"input[name={name}]", value)
    picture(admin, "street")
    admin.locator("main form button[type=submit]").first.click()
    expect(admin.locator("main")).to_contain_text("街道 1 个")

    bring_in(admin, "areas", files["areas"])
    assert Area.objects.of_kind(AreaKind.COMMUNITY).count() == SIZE.communities
    assert Area.objects.of_kind(AreaKind.GRID).count() == SIZE.communities * SIZE.grids
    meant = {"安全社区办公室工作人员": "街道办工作人员", "街道领导": "促进委员会委员"}
    bring_in(admin, "accounts", files["accounts"], meant)
    assert Membership.objects.values("user").distinct().count() == SIZE.accounts
    admin.get_by_role("link", name="发放首次登录链接").click()
    expect(admin.locator("main")).to_contain_text(CHEN)
    picture(admin, "links")

    chen = window_of(None).page
    chen.goto(first_link(User.objects.get(full_name=CHEN), portal))
    choose_password(chen)
    bring_in(chen, "organisations", files["organisations"])
    assert Organisation.objects.count() == SIZE.units
    batch = bring_in(chen, "premises", files["premises"])
    found = (Premises.objects.count(), batch.same_rows, batch.bad_rows)
    assert found == (SIZE.premises - 3, 3, 0), "three rows stand twice"
    bring_in(chen, "hazards", files["hazards"])
    assert Hazard.objects.filter(premises__isnull=False).count() == SIZE.hazards
    chen.goto("/settings/start/")
    expect(chen.locator("main")).to_contain_text(f"场所 {SIZE.premises - 3} 处")
    picture(chen, "all-done")
    chen.get_by_role("link", name="场所类别").click()
    picture(chen, "kinds")

    notice = Notice.objects.get(user__full_name=WANG)
    wang = window_of(None, width=390).page
    wang.goto(first_link(User.objects.get(full_name=WANG), portal))
    picture(wang, "first-sign-in")
    choose_password(wang)
    expect(wang.locator(".stops li").first).to_be_visible()
    picture(wang, "round")
    wang.goto("/notices/")
    expect(wang.locator("main")).to_contain_text(notice.text)
    picture(wang, "notice")
    wang.get_by_role("link", name=notice.text).click()
    expect(wang).to_have_url(re.compile("/grids/inspect/"))
    assert Notice.objects.get(pk=notice.pk).read
