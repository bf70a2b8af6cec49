"""A session ends while somebody works: the way back leads to a page, and says what was lost."""

from django.test import Client
from django.urls import reverse

from tests.training.factories import make_event

HTMX = {"HX-Request": "true"}


def test_a_button_pressed_too_late_leads_back_to_its_page(places, cast) -> None:
    """Not to the address of the action, which opens with an empty page."""
    event = make_event(places.east)
    page = event.get_absolute_url()
    client = Client(headers={"accept-language": "en"})
    answer = client.post(
        reverse("training:event-held", args=[event.pk]),
        headers={"referer": f"http://testserver{page}"},
    )
    assert answer.url == f"{reverse('account_login')}?next={page}"
    shown = client.get(answer.url).content.decode()
    assert "this was not saved" in shown
    client.force_login(cast.liu)
    assert client.get(page).status_code == 200


def test_nobody_is_sent_to_another_portal(places, db) -> None:
    """A Referer from elsewhere is no way back."""
    event = make_event(places.east)
    url = reverse("training:event-held", args=[event.pk])
    here = "http://testserver//evil.example/x"  # its path alone leads away
    for referer in ("https://evil.example/x", "//evil.example", here, "", "javascript:alert(1)"):
        answer = Client().post(url, headers={"referer": referer})
        assert answer.url == f"{reverse('account_login')}?next=/"


def test_what_was_asked_for_is_kept_in_full(places, db) -> None:
    """The filter of a list comes back with it."""
    answer = Client().get(reverse("training:events") + "?state=held")
    assert answer.url.endswith("?next=/training/%3Fstate%3Dheld")


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(places, db) -> None:
    """A list that htmx filters reloads whole; a form that htmx sends stays as it is."""
    assert Client().get(reverse("training:events"), headers=HTMX).headers["HX-Refresh"] == "true"
    event = make_event(places.east)
    answer = Client().post(reverse("training:event-held", args=[event.pk]), headers=HTMX)
    assert answer.status_code == 204 and "signedOut" in answer.headers["HX-Trigger"]
