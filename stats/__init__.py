"""Statistics for the evaluation of a Safe Community programme. Knows no Django.

Every public function is named in ``__all__``, takes plain lists and numbers, and returns a frozen
dataclass (a :class:`~stats.words.Result`) that turns into JSON by ``as_dict()``
and says itself by ``sentence("en")`` or ``sentence("zh-hans")``. What cannot be computed raises a
named error of the :class:`StatsError` tree. ``docs/statistics.md`` lists all of them;
``python -m stats`` runs them on JSON.

A function's module is loaded when the function is first asked for, because scipy and statsmodels
cost 3 s and 160 MB that most processes never need: write ``import stats`` and ``stats.funnel(…)``,
not ``from stats import funnel`` at the top of a module. ``__init__.pyi`` has the types.
"""

from importlib import import_module
from typing import Any

from stats.errors import StatsError

# The public functions and the module of ``stats`` that each lives in.
_HOMES = {
    # Counts, proportions, rates
    "poisson_interval": "intervals",
    "proportion": "intervals",
    "crude_rate": "rates",
    "rate_ratio": "rates",
    "rate_difference": "rates",
    "mantel_haenszel": "stratified",
    # Standardisation
    "directly_standardised_rate": "standardise",
    "standardised_ratio": "indirect",
    "expected_events": "indirect",
    "indirectly_standardised_ratio": "indirect",
    "indirectly_standardised_rate": "indirect",
    "standard_population": "populations",
    "standard_population_names": "populations",
    # Comparison of places
    "compare_with_target": "compare",
    "rank_areas": "compare",
    "funnel_limits": "funnel_plot",
    "funnel": "funnel_plot",
    "years_of_life_lost": "life_years",
    # Trend
    "annual_percent_change": "trends",
    "join_point": "join_points",
    "seasonality": "seasons",
    # Effect of an intervention
    "before_after": "effects",
    "interrupted_time_series": "effects",
    "difference_in_differences": "effects",
    "difference_in_differences_cells": "effects",
    "difference_in_differences_rates": "effects",
    "panel_difference_in_differences": "effects",
    "parallel_trends": "effects",
    "mcnemar": "effects",
    "two_proportions": "effects",
    "two_scores": "effects",
    "paired_scores": "effects",
    "survey_proportion": "effects",
    "cluster_proportion": "effects",
    "kish_design_effect": "effects",
    "cluster_design_effect": "effects",
    "sample_size_proportion": "effects",
    "sample_size_two_proportions": "effects",
    "sample_size_rate_ratio": "effects",
    # Detection
    "weekly_series": "detection",
    "reporting_delay": "detection",
    "choose_method": "detection",
    "detect_latest": "detection",
    "ears": "detection",
    "farrington": "detection",
    "farrington_flexible": "detection",
    "cusum": "detection",
    "scan_latest": "detection",
    # Disclosure
    "suppress_table": "table_suppression",
    "suppress_tables": "table_suppression",
    "suppress_margins": "table_suppression",
    "suppress_cells": "suppress",
    "round_table": "rounding",
}

__all__ = ["StatsError", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"stats.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
