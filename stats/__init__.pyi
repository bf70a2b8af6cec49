"""Where the types of the public functions are: what ``__init__.py`` loads when it is asked."""

from stats.compare import (
    compare_with_target as compare_with_target,
    rank_areas as rank_areas,
)
from stats.detection import (
    choose_method as choose_method,
    cusum as cusum,
    detect_latest as detect_latest,
    ears as ears,
    farrington as farrington,
    farrington_flexible as farrington_flexible,
    reporting_delay as reporting_delay,
    scan_latest as scan_latest,
    weekly_series as weekly_series,
)
from stats.effects import (
    before_after as before_after,
    cluster_design_effect as cluster_design_effect,
    cluster_proportion as cluster_proportion,
    difference_in_differences as difference_in_differences,
    difference_in_differences_cells as difference_in_differences_cells,
    difference_in_differences_rates as difference_in_differences_rates,
    interrupted_time_series as interrupted_time_series,
    kish_design_effect as kish_design_effect,
    mcnemar as mcnemar,
    paired_scores as paired_scores,
    panel_difference_in_differences as panel_difference_in_differences,
    parallel_trends as parallel_trends,
    sample_size_proportion as sample_size_proportion,
    sample_size_rate_ratio as sample_size_rate_ratio,
    sample_size_two_proportions as sample_size_two_proportions,
    survey_proportion as survey_proportion,
    two_proportions as two_proportions,
    two_scores as two_scores,
)
from stats.errors import (
    StatsError as StatsError,
)
from stats.funnel_plot import (
    funnel as funnel,
    funnel_limits as funnel_limits,
)
from stats.indirect import (
    expected_events as expected_events,
    indirectly_standardised_rate as indirectly_standardised_rate,
    indirectly_standardised_ratio as indirectly_standardised_ratio,
    standardised_ratio as standardised_ratio,
)
from stats.intervals import (
    poisson_interval as poisson_interval,
    proportion as proportion,
)
from stats.join_points import (
    join_point as join_point,
)
from stats.life_years import (
    years_of_life_lost as years_of_life_lost,
)
from stats.populations import (
    standard_population as standard_population,
    standard_population_names as standard_population_names,
)
from stats.rates import (
    crude_rate as crude_rate,
    rate_difference as rate_difference,
    rate_ratio as rate_ratio,
)
from stats.rounding import (
    round_table as round_table,
)
from stats.seasons import (
    seasonality as seasonality,
)
from stats.standardise import (
    directly_standardised_rate as directly_standardised_rate,
)
from stats.stratified import (
    mantel_haenszel as mantel_haenszel,
)
from stats.suppress import (
    suppress_cells as suppress_cells,
)
from stats.table_suppression import (
    suppress_margins as suppress_margins,
    suppress_table as suppress_table,
    suppress_tables as suppress_tables,
)
from stats.trends import (
    annual_percent_change as annual_percent_change,
)

__all__: list[str]
