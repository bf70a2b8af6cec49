"""Which functions the portal calls, and for what; tests/stats/test_uses.py holds it to the code."""

USES = {
    "proportion": "percentages with their interval: on the dashboard, in reports, of projects, of "
    "values entered by hand (`lib/indicators.py`, `programmes/readings.py`)",
    "crude_rate": "the injury rate: on the dashboard, in reports, of projects "
    "(`injuries/statistics.py`)",
    "rate_ratio": "the rate against the year before, in the report's section on injuries; whether "
    "a change may be chance, on the dashboard and beside every key figure "
    "(`injuries/sections/summary.py`, `lib/comparison.py`)",
    "suppress_cells": "which small numbers are hidden: in reports, on the dashboard, of projects "
    "(`lib/small_cells.py`)",
    "standard_population": "ages of the residents of the demonstration "
    "(`communities/demo/residents.py`)",
}
