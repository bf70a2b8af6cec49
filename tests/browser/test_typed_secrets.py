"""What is typed is kept for the one who typed it, and a password for nobody."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

STORED = "() => JSON.stringify(Object.entries(sessionStorage))"


def change_user(window, user) -> None:
    """Let somebody else sign in at the same tab."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    url = window.page.url.split("/", 3)
    window.context.add_cookies([{"name": name, "value": value, "url": "/".join(url[:3])}])


def test_what_zhao_typed_is_not_shown_to_chen_at_the_same_tab(cast, places, window_of) -> None:
    """Zhao's session ends while a card is on its way; it comes back to zhao only."""
    window = window_of(cast.zhao)
    path = reverse("injuries:record-new")
    window.open(path)
    window.page.fill("[name=name]", "欧阳震华")
    # The submission that a lost session answers with the sign-in page.
    window.page.evaluate(
        "() => document.querySelector('form[data-draft]').dispatchEvent(new Event('submit'))"
    )
    window.open(path)
    assert window.page.input_value("[name=name]") == "欧阳震华"
    window.page.evaluate(
        "() => document.querySelector('form[data-draft]').dispatchEvent(new Event('submit'))"
    )
    change_user(window, cast.chen)
    window.open(path)
    assert window.page.input_value("[name=name]") == ""
    assert "欧阳" not in window.page.evaluate(STORED)


def test_no_password_is_kept_as_a_draft(cast, window_of) -> None:
    """The form of any page that asks for one, here put into a form that keeps drafts."""
    window = window_of(cast.chen)
    window.open(reverse("communities:organisation-new"))
    window.page.evaluate(
        """() => {
          const field = document.createElement("input");
          field.type = "password"; field.name = "password"; field.id = "secret";
          document.querySelector("form[data-draft]").append(field);
        }"""
    )
    window.page.fill("#secret", "correct-horse")
    window.page.fill("[name=name]", "金沙医院")
    stored = window.page.evaluate(STORED)
    assert "金沙医院" in stored
    assert "correct-horse" not in stored
