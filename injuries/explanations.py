"""What is said behind the "?" at fields of this room."""

from django.utils.translation import gettext_lazy as _

from lib.help import Explanation

EXPLANATIONS = [
    Explanation(
        key="injuries.injuryrecord.id_number",
        words=_(
            "18 characters, of which the last one checks the others. It fills day of birth,"
            " sex and age."
        ),
        source="GB 11643-1999",
    ),
    Explanation(
        key="injuries.injuryrecord.occurred_hour",
        words=_("By the 24-hour clock."),
        source="全国伤害监测报告卡",
    ),
    Explanation(
        key="injuries.injuryrecord.nature",
        words=_("Of several injuries the most serious one."),
        source="全国伤害监测报告卡",
    ),
    Explanation(
        key="injuries.injuryrecord.body_site",
        words=_("Of several sites that of the most serious injury."),
        source="全国伤害监测报告卡",
    ),
]
