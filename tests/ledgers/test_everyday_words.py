"""Everyday words propose codes; nobody's row is coded without being asked."""

import json
from collections.abc import Callable, Iterable

import pytest

from checklists.models import HazardCategory
from communities.models import Role, Sector
from injuries import codes
from injuries.imports.texts import words_of
from ledgers.reading.everyday import FILE, Proposal, everyday, propose
from premises.models import PremisesCategory
from programmes.models import Domain
from training.kinds import EventKind

SHIPPED = json.loads(FILE.read_text(encoding="utf-8"))
CARD = {
    "cause": codes.Cause,
    "place": codes.Place,
    "activity": codes.Activity,
    "intent": codes.Intent,
    "nature": codes.Nature,
    "body_site": codes.BodySite,
    "severity": codes.Severity,
    "outcome": codes.Outcome,
    "registration": codes.Registration,
    "occupation": codes.Occupation,
    "education": codes.Education,
    "alcohol": codes.Alcohol,
}
LISTS: dict[str, Callable[[], Iterable[str]]] = {
    "premises.category": lambda: PremisesCategory.objects.values_list("code", flat=True),
    "hazards.category": lambda: HazardCategory.objects.values_list("code", flat=True),
    "organisations.sector": lambda: Sector.values,
    "accounts.role": lambda: Role.objects.values_list("code", flat=True),
    "events.kind": lambda: EventKind.values,
    "projects.domain": lambda: Domain.values,
    **{f"injuries.{key}": (lambda one=one: one.values) for key, one in CARD.items()},
}


def of_card(field: str, text: str) -> Proposal | None:
    words: dict[str, list[str]] = {}
    for word, value in words_of(CARD[field]).items():
        words.setdefault(value, []).append(word)
    return propose("injuries", field, text, words)


@pytest.mark.django_db
def test_every_shipped_word_means_a_value_that_there_is() -> None:
    assert set(SHIPPED) == set(LISTS)
    for name, values in LISTS.items():
        assert set(SHIPPED[name]["words"]) <= set(values()), name
        assert SHIPPED[name]["source"], name


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_no_word_means_two_values(name: str) -> None:
    words = [word for line in SHIPPED[name]["words"].values() for word in line.split()]
    assert len(words) == len(set(words))
    assert len(everyday(*name.split("."))) <= len(words)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("cause", "交通事故", "1"),
        ("cause", "车祸", "1"),
        ("cause", "电瓶车相撞", "2"),
        ("cause", "高处坠落", "3"),
        ("cause", "猫抓", "11"),
        ("cause", "犬咬", "11"),
        ("cause", "砸伤", "4"),
        ("cause", "被邻居家的狗咬了", "11"),
        ("cause", "异物", "8"),
        ("place", "小区", "2"),
        ("place", "超市", "6"),
        ("place", "公园", "3"),
        ("place", "银杏小区内", "2"),
        ("body_site", "左手", "2"),
        ("outcome", "好转", "1"),
        ("occupation", "外卖骑手", "8"),
        ("activity", "打篮球", "4"),
    ],
)
def test_everyday_words_are_proposed_and_not_decided(field: str, text: str, value: str) -> None:
    assert of_card(field, text) == Proposal(value, sure=False)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [("cause", "跌倒/坠落", "3"), ("cause", "摔伤", "3"), ("place", "家里", "1")],
)
def test_synonyms_of_the_list_itself_are_sure(field: str, text: str, value: str) -> None:
    assert of_card(field, text) == Proposal(value, sure=True)


@pytest.mark.parametrize("text", ["", "他", "特殊情况", "12345", "甲乙丙丁戊己"])
def test_what_fits_nothing_is_left_to_the_person(text: str) -> None:
    assert of_card("cause", text) is None


def test_a_word_that_two_values_claim_is_no_proposal() -> None:
    words = {"a": ["苹果店"], "b": ["梨子店"]}
    assert propose("shop", "kind", "苹果店和梨子店", words) is None
    assert propose("shop", "kind", "苹果店（总店）", words) == Proposal("a")
    assert propose("shop", "kind", "2.梨子店", words) == Proposal("b")
    assert propose("shop", "kind", "苹果商店", words) == Proposal("a")


def test_a_shipped_word_of_a_value_that_the_office_removed_is_not_proposed() -> None:
    assert propose("premises", "category", "面馆", {"small-shop": ["小商店"]}) is None
    assert propose("premises", "category", "面馆", {"small-restaurant": ["小餐饮"]}) is not None
