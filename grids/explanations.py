"""What is said behind the "?" at fields of this room."""

from django.utils.translation import gettext_lazy as _

from lib.help import Explanation

EXPLANATIONS = [
    Explanation(
        key="grids.hazard.grade",
        words=_(
            "General: does less harm and can be put right at once. Major: does more harm or"
            " is harder to remove, needs a stop of work and time, or cannot be removed by "
            "the unit itself."
        ),
        source="安全生产事故隐患排查治理暂行规定 第三条",
    ),
    Explanation(
        key="grids.hazard.deadline",
        words=_("Left empty, it is reckoned in working days from the time limits of the street."),
    ),
]
