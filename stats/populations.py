"""Standard populations as data, and their groups brought to the age groups of a table."""

import functools
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from stats import arrays, checks
from stats.errors import OutOfRange, StrataMismatch
from stats.words import Phrase, Result

AgeSpan = tuple[int, float]  # first and last completed year of age, infinity for "85+"

SAYS = Phrase(
    en="{name}: {groups} age groups, {total:,.0f} in all. Source: {source}.",
    zh="{name}：{groups} 个年龄组，合计 {total:,.0f}。来源：{source}。",
)


@functools.cache
def _tables() -> dict[str, Any]:
    text = resources.files("stats").joinpath("data/standard_populations.json")
    return json.loads(text.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class StandardPopulation(Result):
    """A standard population: ``ages`` (labels), ``counts`` as published, ``weights`` that add up
    to 1 (published tables are rounded, so their own sums are not relied on), ``source``.
    """

    name: str
    title: dict[str, str]
    ages: tuple[str, ...]
    counts: tuple[float, ...]
    weights: tuple[float, ...]
    source: str

    def sentence(self, language: str = "en") -> str:
        """Title, number of groups, sum, source."""
        title = self.title["zh-hans" if language.startswith("zh") else "en"]
        return SAYS.say(
            language, name=title, groups=len(self.ages), total=sum(self.counts), source=self.source
        )


def standard_population_names() -> list[str]:
    """The names that ``standard_population`` knows.

    Returns:
        ``china_2010``, ``china_2020``, ``who_2000_2025``, ``european_2013``, ``european_1976``,
        ``us_2000``.

    Source:
        Named in each table: see ``standard_population``.
    """
    return list(_tables())


def age_span(label: str, argument: str = "ages", position: int | None = None) -> AgeSpan:
    """``"15-19"`` → (15, 19); ``"85+"`` → (85, inf); ``"<1"`` → (0, 0); ``"7"`` → (7, 7);
    also as Chinese tables write them: ``"15～19岁"``, ``"85岁及以上"``.
    """
    text = re.sub("[–—~～至]", "-", str(label).replace("岁", "")).strip()
    text = re.sub(r"\s*(及以上|以上)$", "+", text)
    if match := re.fullmatch(r"(\d+)\s*-\s*(\d+)", text):
        first, last = int(match[1]), int(match[2])
        if first <= last:
            return first, last
    elif match := re.fullmatch(r"(\d+)\s*\+", text):
        return int(match[1]), math.inf
    elif match := re.fullmatch(r"<\s*(\d+)", text):
        return 0, int(match[1]) - 1
    elif text.isdigit():
        return int(text), int(text)
    raise OutOfRange(
        argument, position=position, value=repr(label), allowed='"0-4", "85+", "<1", "7"'
    )


def _regroup(ages: Sequence[str], published: Sequence[str], counts: Sequence[float]) -> list[float]:
    """Published groups summed into the groups ``ages``, which must cut along published borders."""
    spans = [age_span(label, "ages", i) for i, label in enumerate(ages)]
    source = [age_span(label) for label in published]
    used: set[int] = set()
    sums = []
    for i, (first, last) in enumerate(spans):
        inside = {j for j, (low, high) in enumerate(source) if first <= low and high <= last}
        borders = {source[j][0] for j in inside}, {source[j][1] for j in inside}
        if not inside or first not in borders[0] or last not in borders[1] or inside & used:
            raise StrataMismatch(
                "ages",
                position=i,
                other="standard",
                found=repr(ages[i]),
                expected=", ".join(published),
            )
        used |= inside
        sums.append(float(sum(counts[j] for j in inside)))
    return sums


def standard_population(name: str, *, ages: Sequence[str] | None = None) -> StandardPopulation:
    """A published standard population, in the age groups of a table.

    Args:
        name: see ``standard_population_names``.
        ages: labels of the wanted groups (``"0-4"``, ``"15-44"``, ``"85+"``); they must be made of
            whole published groups and may not overlap. Groups that are left out carry no weight.
            Without it: the groups as published (China and WHO 21 to 100+, Europe 2013 19 to 90+,
            Europe 1976 and US 2000 18 to 85+).

    Returns:
        StandardPopulation; ``weights`` add up to 1.

    Raises:
        UnknownChoice for another name; OutOfRange for a label that is no age group; StrataMismatch
        for a group that cuts through a published one.

    Source:
        Named in each table: China's censuses of 2010 and 2020 (National Bureau of Statistics), WHO
        (Ahmad et al. 2001), Eurostat 2013, Waterhouse et al. 1976, SEER 2000.
    """
    table = _tables()[checks.choice(name, standard_population_names(), "name")]
    labels: Sequence[str] = table["ages"] if ages is None else checks.labels(ages, "ages")
    counts = _regroup(labels, table["ages"], table["counts"])
    weights = np.array(counts) / sum(counts)
    return StandardPopulation(
        name, table["name"], tuple(labels), tuple(counts), tuple(weights.tolist()), table["source"]
    )


def standard_weights(
    standard: str | Sequence[float], strata: int, ages: Sequence[str] | None
) -> np.ndarray:
    """Weights that add up to 1, shape ``(strata,)``, from a table's name or from numbers."""
    if isinstance(standard, str):
        published = standard_population(standard, ages=ages)
        weights = np.array(published.weights)
    else:
        weights = arrays.counts(standard, "standard")
        arrays.not_all_zero(weights, "standard")
    if len(weights) != strata:
        raise StrataMismatch("standard", other="cases", found=len(weights), expected=strata)
    return weights / weights.sum()
