"""Detection: is this week's count out of the ordinary? EARS, Farrington, CUSUM."""

from safecommunity.lib.stats.detection.choice import choose_method, detect_latest
from safecommunity.lib.stats.detection.cusum import cusum
from safecommunity.lib.stats.detection.ears import ears
from safecommunity.lib.stats.detection.farrington import farrington, farrington_flexible
from safecommunity.lib.stats.detection.scan import scan_latest
from safecommunity.lib.stats.detection.series import reporting_delay, weekly_series

__all__ = [
    "choose_method",
    "cusum",
    "detect_latest",
    "ears",
    "farrington",
    "farrington_flexible",
    "reporting_delay",
    "scan_latest",
    "weekly_series",
]
