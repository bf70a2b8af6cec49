"""Standardised rates and ratios equal the published ones."""

import json
from pathlib import Path

import pytest

from stats import (
    directly_standardised_rate,
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    standardised_ratio,
)

DATA = Path(__file__).parent / "data"
AGENCY = json.loads((DATA / "directly_standardised_rates.json").read_text())
DOWN = json.loads((DATA / "down_syndrome_by_birth_order.json").read_text())
MANUALS = json.loads((DATA / "leptospirosis_and_selvin.json").read_text())
ALL_BIRTHS = DOWN["birth_orders"]["Total"]["births"]


def limits(found):
    return found.value, found.low, found.high


def agency_rate(expected, level):
    area = AGENCY["areas"][expected["area"]]
    return directly_standardised_rate(
        area["cases"],
        area["population"],
        area["standard"],
        per=expected["per"],
        level=level,
        method="dobson-byar",
        people_by_events=area.get("people_by_events"),
        missing="zero",
    )


@pytest.mark.parametrize(
    "expected", AGENCY["expected"], ids=lambda e: f"{e['area']}-per-{e['per']}"
)
def test_rates_of_the_health_security_agency_also_when_events_repeat(expected):
    for level, low, high in ((0.95, "low95", "high95"), (0.998, "low998", "high998")):
        found = agency_rate(expected, level)
        assert found.numerator == expected["total"]
        if expected["value"] is None:  # below 10 events the agency gives no rate
            assert limits(found) == (None, None, None)
            assert found.flags == ("no_value",)
        elif expected[low] is not None:
            wanted = expected["value"], expected[low], expected[high]
            assert limits(found) == pytest.approx(wanted, rel=1e-8)


def test_repeated_injuries_of_the_same_people_widen_the_interval():
    area = AGENCY["areas"]["nonind_big"]
    arguments = area["cases"], area["population"], area["standard"]
    plain = directly_standardised_rate(*arguments)
    repeated = directly_standardised_rate(*arguments, people_by_events=area["people_by_events"])
    assert repeated.value == plain.value
    assert repeated.low < plain.low and plain.high < repeated.high


@pytest.mark.parametrize("expected", DOWN["fay_feuer"], ids=lambda e: e["birth_order"])
def test_table_1_of_fay_and_feuer(expected):
    table = DOWN["birth_orders"][expected["birth_order"]]
    found = directly_standardised_rate(table["cases"], table["births"], ALL_BIRTHS, method="gamma")
    wanted = expected["value"], expected["low"], expected["high"]
    assert limits(found) == pytest.approx(wanted, rel=1e-9)
    assert found.crude == pytest.approx(expected["crude"], rel=1e-9)


@pytest.mark.parametrize("expected", DOWN["birth_order_5"], ids=lambda e: e["method"])
def test_every_method_of_the_dsrtest_vignette(expected):
    table = DOWN["birth_orders"]["5+"]
    found = directly_standardised_rate(
        table["cases"], table["births"], ALL_BIRTHS, method=expected["method"]
    )
    digits = 6e-4 if expected["decimals"] == 3 else 6e-6
    if expected["method"] == "gamma-midp":
        digits = 2e-5  # the vignette's root search stops at its fifth decimal
    wanted = expected["value"], expected["low"], expected["high"]
    assert limits(found) == pytest.approx(wanted, abs=digits)


@pytest.mark.parametrize(
    ("city", "wanted"),
    [("ED", (0.2647406, 0.1866047, 0.3692766)), ("GL", (0.2598983, 0.1964162, 0.3406224))],
)
def test_leptospirosis_with_equal_sexes(city, wanted):
    """The manual of epiR (Thrusfield 2007), seven printed decimals; epiR's limits are gamma."""
    table = MANUALS["leptospirosis"][city]
    found = directly_standardised_rate(
        table["cases"], table["time"], [250, 250], per=1, method="gamma"
    )
    assert limits(found) == pytest.approx(wanted, abs=5.1e-8)


def test_a_table_that_epir_was_run_on():
    """epi.directadj of epiR 2.0.57 on a made-up table of two areas and three age groups."""
    found = directly_standardised_rate(
        [12, 30, 44], [800, 1500, 700], [300, 500, 200], per=1000, method="gamma"
    )
    assert limits(found) == pytest.approx((27.07143, 21.62645, 33.54109), abs=6e-6)


def test_selvins_cancer_deaths_of_1940_by_the_population_of_1960():
    selvin = MANUALS["selvin"]
    found = directly_standardised_rate(
        selvin["deaths_1940"], selvin["population_1940"], selvin["population_1960"], method="gamma"
    )
    wanted = 139.250544021896, 138.214125804372, 140.293758987347
    assert limits(found) == pytest.approx(wanted, rel=1e-12)
    assert found.crude == pytest.approx(119.528641532211, rel=1e-12)


def test_selvins_standardised_ratio_of_1940_at_the_rates_of_1960():
    selvin = MANUALS["selvin"]
    reference = selvin["deaths_1960"], selvin["population_1960"]
    assert expected_events(selvin["population_1940"], *reference) == pytest.approx(
        85556.8888445257, rel=1e-12
    )
    found = indirectly_standardised_ratio(
        selvin["deaths_1940"], selvin["population_1940"], *reference, method="lognormal"
    )
    wanted = 0.830535108974414, 0.824450902047559, 0.836664215571871
    assert limits(found) == pytest.approx(wanted, rel=1e-12)


def test_the_indirect_rate_is_the_ratio_times_the_crude_rate_of_the_reference():
    place = [6, 25], [1000, 2000], [50, 80], [10000, 8000]
    ratio, rate = indirectly_standardised_ratio(*place), indirectly_standardised_rate(*place)
    crude = 130 / 18000 * 100_000
    assert limits(rate) == pytest.approx([x * crude for x in limits(ratio)])


@pytest.mark.parametrize(
    ("observed", "expected", "method", "wanted", "digits"),
    [
        (4, 3.3, "midp", (1.21212121212121, 0.385139662539486, 2.9237664509311), 2e-5),
        (4, 3.3, "byar", (1.21212121212121, 0.32610618429143, 3.10325840579214), 1e-12),
        (58, 52, "byar", (1.11538461538462, 0.846908016283285, 1.44191907288699), 1e-12),
    ],
)
def test_standardised_ratios_of_the_epir_manual(observed, expected, method, wanted, digits):
    """epiR's mid-p root search stops at its fifth digit."""
    found = standardised_ratio(observed, expected, method=method)
    assert limits(found) == pytest.approx(wanted, rel=digits)


def test_the_midp_test_of_a_standardised_ratio():
    """Printed as p = 0.657 in the manual of epiR."""
    assert standardised_ratio(4, 3.3, method="midp").p_value == pytest.approx(0.657071427, abs=1e-9)


def test_a_ratio_without_any_event_has_no_lognormal_lower_limit():
    assert standardised_ratio(0, 3.3, method="exact").low == 0
    found = standardised_ratio(0, 3.3, method="lognormal")
    assert found.low is None
    assert found.as_dict()["high"] is None
    assert set(found.flags) >= {"low_undefined", "high_unbounded"}


@pytest.mark.parametrize("method", ["dobson-byar", "dobson-exact", "gamma", "gamma-tcz"])
def test_a_place_without_any_event_has_an_upper_limit(method):
    found = directly_standardised_rate(
        [0, 0, 0], [500, 900, 300], [1, 2, 1], method=method, minimum_events=0
    )
    assert found.value == 0
    assert found.low == 0
    assert 0 < found.high < 2000


@pytest.mark.parametrize("method", ["dobson-byar", "dobson-exact", "gamma", "gamma-midp"])
def test_events_in_a_stratum_without_weight_do_not_make_a_zero_rate_certain(method):
    found = directly_standardised_rate([0, 50], [900, 800], [1, 0], method=method, minimum_events=0)
    assert found.value == 0
    assert found.high > 100
    assert found.numerator == 50


def test_normal_limits_are_not_given_without_any_event():
    found = directly_standardised_rate([0, 0], [900, 800], [1, 1], method="normal")
    assert (found.low, found.as_dict()["high"]) == (None, None)
    assert "high_unbounded" in found.flags
