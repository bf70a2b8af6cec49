"""Effects: did a measure change anything, and how large must a study be to tell?"""

from stats.effects.before_after import before_after
from stats.effects.differences import (
    difference_in_differences,
    difference_in_differences_cells,
    difference_in_differences_rates,
)
from stats.effects.interrupted import interrupted_time_series
from stats.effects.paired import mcnemar
from stats.effects.panel import (
    panel_difference_in_differences,
    parallel_trends,
)
from stats.effects.sample_size import (
    sample_size_proportion,
    sample_size_rate_ratio,
    sample_size_two_proportions,
)
from stats.effects.samples import paired_scores, two_proportions, two_scores
from stats.effects.survey import (
    cluster_design_effect,
    cluster_proportion,
    kish_design_effect,
    survey_proportion,
)

__all__ = [
    "before_after",
    "cluster_design_effect",
    "cluster_proportion",
    "difference_in_differences",
    "difference_in_differences_cells",
    "difference_in_differences_rates",
    "interrupted_time_series",
    "kish_design_effect",
    "mcnemar",
    "panel_difference_in_differences",
    "paired_scores",
    "parallel_trends",
    "sample_size_proportion",
    "sample_size_rate_ratio",
    "sample_size_two_proportions",
    "survey_proportion",
    "two_proportions",
    "two_scores",
]
