"""What is said behind the "?" at fields of this room."""

from django.utils.translation import gettext_lazy as _

from lib.help import Explanation

EXPLANATIONS = [
    Explanation(
        key="programmes.indicator.kind",
        words=_(
            "Process: what was done and whom it reached. Short-term effect: knowledge, "
            "behaviour, surroundings. Impact: injuries and accidents."
        ),
    ),
    Explanation(
        key="programmes.measure.kind",
        words=_("The seven kinds of measures in which a work report counts them."),
    ),
    Explanation(
        key="programmes.project.rollout",
        words=_(
            "A pilot tries the measures in part of the area and compares; an extension "
            "carries over what has worked."
        ),
    ),
    Explanation(
        key="programmes.project.diagnosis_sources",
        words=_(
            "Where the knowledge of the problem comes from: without it nobody can judge "
            "later whether the project was right."
        ),
    ),
]
