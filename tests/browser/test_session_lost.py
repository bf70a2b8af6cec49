"""A session ends in mid-form. What was typed comes back, and nobody believes that it was saved."""

from pathlib import Path

from django.contrib.sessions.models import Session
from django.urls import reverse

from communities.models import Organisation
from tests.browser.test_sign_in import PASSWORD
from tests.programmes.factories import make_project, run_project
from training.models import Event


def sign_in_again(page: object, name: str) -> None:
    """On the page to which the portal has led."""
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action*=login] button[type=submit]")
    page.wait_for_load_state("networkidle")


def test_liu_gets_back_the_whole_event_and_is_told_that_it_is_not_saved(
    cast, places, window_of
) -> None:
    hosts = [
        Organisation.objects.create(area=places.east, name=name, sector="school")
        for name in ("东区小学", "东区物业")
    ]
    window = window_of(cast.liu)
    window.open(reverse("training:event-new"))
    page = window.page
    page.select_option("[name=kind]", "lecture")
    page.fill("[name=title]", "冬季用电安全")
    page.select_option("[name=area]", str(places.east.pk))
    page.select_option("[name=co_hosts]", [str(one.pk) for one in hosts])
    Session.objects.all().delete()
    window.context.clear_cookies(name="sessionid")
    page.click("form.record-form .form-buttons .btn-primary")
    page.wait_for_url("**/login/**")
    assert "没有保存" in page.locator(".alert").inner_text()
    sign_in_again(page, "liu")
    assert page.input_value("[name=title]") == "冬季用电安全"
    chosen = page.locator("[name=co_hosts]").evaluate("e => e.selectedOptions.length")
    assert chosen == 2
    assert page.locator("#draft-restored").is_visible()
    page.click("form.record-form .form-buttons .btn-primary")
    page.wait_for_load_state("networkidle")
    assert Event.objects.get().co_hosts.count() == 2
    assert not page.locator("#draft-restored").is_visible()


def test_a_form_inside_a_page_waits_for_the_sign_in_on_another_page(
    cast, places, window_of
) -> None:
    """The page stays as it was; after the sign-in the same button saves."""
    project = run_project(make_project(places.street, cast.chen))
    window = window_of(cast.chen)
    window.open(project.get_absolute_url())
    page = window.page
    page.click("#goals a.btn")
    page.fill("#objective-slot [name=text]", "头盔佩戴率达到 85%")
    window.context.clear_cookies(name="sessionid")
    page.click("#objective-slot button[type=submit]")
    page.locator("#signed-out").wait_for(state="visible")
    assert page.input_value("#objective-slot [name=text]") == "头盔佩戴率达到 85%"
    with window.context.expect_page() as opened:
        page.click("#signed-out a")
    other = opened.value
    other.wait_for_load_state("networkidle")
    sign_in_again(other, "chen")
    other.close()
    page.click("#objective-slot button[type=submit]")
    page.locator("#goals li").wait_for()
    assert project.objectives.get().text == "头盔佩戴率达到 85%"


def test_a_refused_form_says_that_the_file_must_be_chosen_again(
    cast, places, window_of, tmp_path: Path
) -> None:
    """The browser forgets it without a word: here only the server can tell what is wrong."""
    drawn = tmp_path / "boundaries.geojson"
    drawn.write_text("no boundaries")
    window = window_of(cast.admin)
    window.open(reverse("communities:boundary-import"))
    window.page.set_input_files("input[type=file]", drawn)
    window.page.click("form.record-form .form-buttons .btn-primary")
    window.page.wait_for_load_state("networkidle")
    assert "重新选择文件" in window.page.locator(".alert-danger").first.inner_text()


def test_the_other_language_keeps_what_was_typed(cast, places, window_of) -> None:
    """A form half filled in; the switch is on every page."""
    window = window_of(cast.liu)
    window.open(reverse("training:event-new"))
    page = window.page
    page.fill("[name=title]", "冬季用电安全")
    page.click(".language-switch button")
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.input_value("[name=title]") == "冬季用电安全"
    assert page.locator("#draft-restored").is_visible()


def test_all_rows_of_a_plan_come_back(cast, places, window_of) -> None:
    """Those too that were added to the sheet, with what was chosen in them."""
    window = window_of(cast.liu)
    page = window.page
    window.open(reverse("programmes:project-new"))
    page.fill("[name=title]", "老年人防跌倒")
    for place in range(5):
        page.fill(f"[name=objectives-{place}-text]", f"目标{place}")
        page.press(f"[name=objectives-{place}-text]", "Enter")
    page.select_option("[name=indicators-0-registry_key]", "programmes.measures_on_time")
    Session.objects.all().delete()
    window.context.clear_cookies(name="sessionid")
    page.click("form.record-form .form-buttons .btn-primary")
    page.wait_for_url("**/login/**")
    sign_in_again(page, "liu")
    assert page.input_value("[name=objectives-4-text]") == "目标4"
    assert page.input_value("[name=indicators-0-unit]") == "%"
    assert page.locator("[name=indicators-0-unit]").is_disabled()
