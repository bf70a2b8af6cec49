"""Detection: is this week's count out of the ordinary? EARS, Farrington, CUSUM."""

from stats.detection.choice import choose_method, detect_latest
from stats.detection.cusum import cusum
from stats.detection.ears import ears
from stats.detection.farrington import farrington, farrington_flexible
from stats.detection.scan import scan_latest
from stats.detection.series import reporting_delay, weekly_series

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
