"""Guessing is slowed down for who guesses; the owner of the account and the office go on."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import guesses
from accounts.devices import COOKIE
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Nothing counted yet, and a clock that a test can move."""
    cache.clear()
    now = [1_800_000_000.0]
    monkeypatch.setattr(guesses.time, "time", lambda: now[0])
    yield now
    cache.clear()


def sign_in(
    client: Client, name: str = "zhou", password: str = PASSWORD, address: str = "10.0.0.1"
):
    """Send the form from an address."""
    form = {"login": name, "password": password}
    return client.post(
        reverse("account_login"), form, REMOTE_ADDR=address, headers={"accept-language": "en"}
    )


def guess(times: int, name: str = "zhou", address: str = "10.0.0.66") -> Client:
    """A stranger who tries wrong passwords."""
    client = Client()
    for number in range(times):
        sign_in(client, name, f"wrong-{number}", address)
    return client


def test_each_further_guess_waits_twice_as_long(cast, clock) -> None:
    """Five are free; then the right password does not help before the wait is over."""
    stranger = guess(6)
    answer = sign_in(stranger, address="10.0.0.66")
    assert answer.status_code == 200
    assert "Try again in 10 seconds" in answer.text
    clock[0] += 11
    sign_in(stranger, password="wrong-again", address="10.0.0.66")
    assert "Try again in 20 seconds" in sign_in(stranger, address="10.0.0.66").text
    clock[0] += 21
    assert sign_in(stranger, address="10.0.0.66").status_code == 302


def test_the_wait_grows_to_a_quarter_of_an_hour_and_no_further(cast, clock) -> None:
    """Whoever is patient gets four tries an hour."""
    stranger = Client()
    for _try in range(20):
        sign_in(stranger, password="wrong-wrong", address="10.0.0.66")
        clock[0] += 901
    sign_in(stranger, password="wrong-wrong", address="10.0.0.66")
    assert "Try again in 15 minutes" in sign_in(stranger, address="10.0.0.66").text


def test_zhou_signs_in_elsewhere_meanwhile(cast) -> None:
    """The guesses of a stranger lock the stranger's address, not the name."""
    guess(30)
    assert sign_in(Client()).status_code == 302


def test_an_office_behind_one_address_goes_on(cast) -> None:
    """Zhou forgot the password; nobody else at that address notices."""
    guess(30, "zhou", "10.0.0.1")
    assert sign_in(Client(), "wang").status_code == 302
    assert sign_in(Client(), "liu").status_code == 302


def test_a_known_device_stays_free(cast) -> None:
    """Even while the whole Internet guesses at zhou's name, and even at zhou's own address."""
    own = Client()
    assert sign_in(own).status_code == 302
    own.post(reverse("account_logout"))
    for number in range(70):
        guess(1, "zhou", f"10.9.0.{number}")
    guess(10, "zhou", "10.0.0.1")
    assert "Try again" in sign_in(Client(), address="10.9.9.9").text
    assert sign_in(own).status_code == 302


def test_a_known_device_is_counted_too(cast) -> None:
    """Who steals it cannot guess for ever; and it is known for those only who used it."""
    own = Client()
    sign_in(own)
    own.post(reverse("account_logout"))
    for number in range(11):
        sign_in(own, password=f"wrong-{number}")
    assert "Try again in" in sign_in(own).text
    assert sign_in(own, "wang").status_code == 302


def test_a_device_that_says_itself_that_it_is_known_is_not(cast) -> None:
    """The cookie is signed and readable by no script."""
    own = Client()
    answer = sign_in(own)
    assert answer.cookies[COOKIE]["httponly"]
    assert "zhou" not in answer.cookies[COOKIE].value
    guess(6, address="10.0.0.1")
    forger = Client()
    forger.cookies[COOKIE] = answer.cookies[COOKIE].value[:-1] + "x"
    assert "Try again in" in sign_in(forger).text


def test_a_good_password_does_not_wipe_what_guesses_for_others_counted(cast, clock) -> None:
    """A member of staff could otherwise guess a colleague's password for ever."""
    stranger = guess(6, "zhou", "10.0.0.1")
    assert sign_in(stranger, "wang").status_code == 302
    stranger.post(reverse("account_logout"))
    assert "Try again in" in sign_in(stranger).text


def test_a_name_that_nobody_has_answers_alike(cast) -> None:
    """Neither the words nor the wait tell who exists."""
    answers = []
    for name in ("zhou", "nobody"):
        client = Client()
        pages = [sign_in(client, name, f"wrong-{n}", "10.0.0.66") for n in range(7)]
        answers.append([page.text.count("Try again in 10 seconds") for page in pages])
    assert answers[0] == answers[1]
    assert sum(answers[0]) > 0


def test_names_and_addresses_do_not_stand_in_the_cache(cast, settings) -> None:
    """Only digests."""
    count = guesses.for_sign_in("zhou", "10.0.0.1", None)[0]
    assert "zhou" not in count.key and "10.0.0.1" not in count.key
