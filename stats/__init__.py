"""Statistics for the evaluation of a Safe Community programme. Knows no Django.

Every public function is named in ``__all__``, takes plain lists and numbers, and returns a frozen
dataclass (a :class:`~stats.words.Result`) that turns into JSON by ``as_dict()``
and says itself by ``sentence("en")`` or ``sentence("zh-hans")``. What cannot be computed raises a
named error of the :class:`StatsError` tree. ``docs/statistics.md`` lists all of them;
``python -m stats`` runs them on JSON.
"""

from stats.compare import compare_with_target, rank_areas
from stats.detection import (
    choose_method,
    cusum,
    detect_latest,
    ears,
    farrington,
    farrington_flexible,
    reporting_delay,
    scan_latest,
    weekly_series,
)
from stats.effects import (
    before_after,
    cluster_design_effect,
    cluster_proportion,
    difference_in_differences,
    difference_in_differences_cells,
    difference_in_differences_rates,
    interrupted_time_series,
    kish_design_effect,
    mcnemar,
    paired_scores,
    panel_difference_in_differences,
    parallel_trends,
    sample_size_proportion,
    sample_size_rate_ratio,
    sample_size_two_proportions,
    survey_proportion,
    two_proportions,
    two_scores,
)
from stats.errors import StatsError
from stats.funnel import funnel, funnel_limits
from stats.indirect import (
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    standardised_ratio,
)
from stats.intervals import poisson_interval, proportion
from stats.join_points import join_point
from stats.life_years import years_of_life_lost
from stats.populations import standard_population, standard_population_names
from stats.rates import crude_rate, rate_difference, rate_ratio
from stats.rounding import round_table
from stats.seasons import seasonality
from stats.standardise import directly_standardised_rate
from stats.stratified import mantel_haenszel
from stats.suppress import suppress_cells
from stats.suppress_tables import (
    suppress_margins,
    suppress_table,
    suppress_tables,
)
from stats.trends import annual_percent_change

# A package with an ``__all__`` of its own is one import line here and one line at the end of
# ``__all__``: from stats.NAME import *; *NAME.__all__

__all__ = [
    "StatsError",
    # Counts, proportions, rates
    "poisson_interval",
    "proportion",
    "crude_rate",
    "rate_ratio",
    "rate_difference",
    "mantel_haenszel",
    # Standardisation
    "directly_standardised_rate",
    "standardised_ratio",
    "expected_events",
    "indirectly_standardised_ratio",
    "indirectly_standardised_rate",
    "standard_population",
    "standard_population_names",
    # Comparison of places
    "compare_with_target",
    "rank_areas",
    "funnel_limits",
    "funnel",
    "years_of_life_lost",
    # Trend
    "annual_percent_change",
    "join_point",
    "seasonality",
    # Effect of an intervention
    "before_after",
    "interrupted_time_series",
    "difference_in_differences",
    "difference_in_differences_cells",
    "difference_in_differences_rates",
    "panel_difference_in_differences",
    "parallel_trends",
    "mcnemar",
    "two_proportions",
    "two_scores",
    "paired_scores",
    "survey_proportion",
    "cluster_proportion",
    "kish_design_effect",
    "cluster_design_effect",
    "sample_size_proportion",
    "sample_size_two_proportions",
    "sample_size_rate_ratio",
    # Detection
    "weekly_series",
    "reporting_delay",
    "choose_method",
    "detect_latest",
    "ears",
    "farrington",
    "farrington_flexible",
    "cusum",
    "scan_latest",
    # Disclosure
    "suppress_table",
    "suppress_tables",
    "suppress_margins",
    "suppress_cells",
    "round_table",
]
