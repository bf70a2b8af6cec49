"""What is said behind the "?" at fields of this room."""

from django.utils.translation import gettext_lazy as _

from lib.help import Explanation

EXPLANATIONS = [
    Explanation(
        key="communities.area.boundary",
        words=_(
            "A polygon in GeoJSON with longitude before latitude, in WGS-84. Coordinates of"
            " Chinese web maps (GCJ-02) lie some hundred metres beside it."
        ),
        source="RFC 7946",
    ),
]
