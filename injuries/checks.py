"""What is wrong with a card, and what looks odd: the same rules for the form and the importer.

A card here is a mapping of field names of InjuryRecord to plain values, as a form's cleaned data or
the importer gives it; missing keys count as not filled in. Errors are refused. Warnings are shown
once and can be confirmed: the cross-field rules of domain facts 5.3 [S40] are warnings in practice
too (a pedestrian hit by a car did not drive).
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from injuries.codes import Activity, BodySite, Cause, Education, Nature, Place
from injuries.identity import birth_date_of, check_digit_fits, sex_of
from injuries.models.cards import completed_years

MAX_AGE = 130
#: Education is asked from 6 in one district and from 8 in a hospital system (domain facts 5.2): the
#: lower age, so that no card that is right somewhere is refused.
MIN_EDUCATION_AGE = 6
#: Identity numbers issued before 1999 have 15 digits and no check digit.
OLD_LENGTH = 15
#: Older days are typing errors: the surveillance began in 2005 (domain facts 5.1).
EARLIEST = dt.date(2000, 1, 1)

Card = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is to be said about a field: `code` is a key of injuries.wording.MESSAGES."""

    field: str
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


def errors_of(card: Card, today: dt.date) -> list[Problem]:
    """Return why `card` cannot be taken; empty when it can."""
    found = [problem for rule in ERRORS for problem in rule(card, today)]
    return found


def warnings_of(card: Card, today: dt.date) -> list[Problem]:
    """Return what looks odd about `card`."""
    return [problem for rule in WARNINGS for problem in rule(card, today)]


def _needs_a_day(card: Card, today: dt.date) -> Iterator[Problem]:
    if not card.get("occurred_on") and not card.get("visited_on"):
        yield Problem("occurred_on", "no-day")


def _days_are_possible(card: Card, today: dt.date) -> Iterator[Problem]:
    for name in ("occurred_on", "visited_on", "reported_on"):
        day = card.get(name)
        if day is None:
            continue
        if day > today:
            yield Problem(name, "future-day", {"day": day.isoformat()})
        elif day < EARLIEST:
            yield Problem(name, "too-early", {"day": day.isoformat(), "year": EARLIEST.year})


def _visit_follows_injury(card: Card, today: dt.date) -> Iterator[Problem]:
    occurred, visited = card.get("occurred_on"), card.get("visited_on")
    if not occurred or not visited:
        return
    if visited < occurred:
        yield Problem("visited_on", "visit-before-injury")
    elif visited == occurred and _hour(card, "visited_hour") < _hour(card, "occurred_hour"):
        yield Problem("visited_hour", "visit-hour-before-injury")


def _hour(card: Card, name: str) -> int:
    """Return the hour; an unknown one is such that it contradicts nothing."""
    hour = card.get(name)
    if hour is None:
        return 24 if name == "visited_hour" else -1
    return hour


def _age_is_possible(card: Card, today: dt.date) -> Iterator[Problem]:
    years = _age(card)
    if years is not None and not 0 <= years <= MAX_AGE:
        yield Problem("age_value", "age", {"age": years, "limit": MAX_AGE})


def _education_fits_age(card: Card, today: dt.date) -> Iterator[Problem]:
    years = _age(card)
    education = card.get("education")
    if not education or education == Education.NOT_YET or years is None:
        return
    if years < MIN_EDUCATION_AGE:
        yield Problem("education", "education-age", {"limit": MIN_EDUCATION_AGE})


def _age(card: Card) -> int | None:
    return completed_years(card.get("age_value"), card.get("age_unit") or "years")


def _traffic(card: Card, today: dt.date) -> Iterator[Problem]:
    if card.get("cause") not in {Cause.MOTOR_VEHICLE, Cause.NON_MOTOR_VEHICLE}:
        return
    if card.get("place") and card["place"] != Place.ROAD:
        yield Problem("place", "traffic-place")
    if card.get("activity") and card["activity"] != Activity.DRIVING:
        yield Problem("activity", "traffic-activity")


def _whole_body(card: Card, today: dt.date) -> Iterator[Problem]:
    whole = {Cause.SUFFOCATION, Cause.DROWNING, Cause.POISONING}
    site = card.get("body_site")
    if card.get("cause") in whole and site and site != BodySite.WHOLE_BODY:
        yield Problem("body_site", "whole-body")


def _burn(card: Card, today: dt.date) -> Iterator[Problem]:
    nature = card.get("nature")
    if card.get("cause") == Cause.BURN and nature and nature != Nature.BURN:
        yield Problem("nature", "burn-nature")


def _report_follows_visit(card: Card, today: dt.date) -> Iterator[Problem]:
    reported, visited = card.get("reported_on"), card.get("visited_on")
    if reported and visited and reported < visited:
        yield Problem("reported_on", "report-before-visit")


def _identity(card: Card, today: dt.date) -> Iterator[Problem]:
    number = card.get("id_number") or ""
    if len(number) != 18:
        if number.isdecimal() and len(number) != OLD_LENGTH:
            yield Problem("id_number", "id-length")
        return
    if not check_digit_fits(number):
        yield Problem("id_number", "id-check-digit")
        return
    if card.get("sex") in {"1", "2"} and sex_of(number) != card["sex"]:
        yield Problem("sex", "id-sex")
    born, age = birth_date_of(number), _age(card)
    day = card.get("occurred_on") or card.get("visited_on")
    if born and day and age is not None and abs(_years_between(born, day) - age) > 1:
        yield Problem("age_value", "id-age", {"age": _years_between(born, day)})


def _years_between(born: dt.date, day: dt.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


Rule = Callable[[Card, dt.date], Iterator[Problem]]
ERRORS: list[Rule] = [
    _needs_a_day,
    _days_are_possible,
    _visit_follows_injury,
    _age_is_possible,
    _education_fits_age,
]
WARNINGS: list[Rule] = [_traffic, _whole_body, _burn, _report_follows_visit, _identity]
