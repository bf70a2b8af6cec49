"""Permission codes of this app."""

from django.utils.translation import gettext_lazy as _

from communities.roles import (
    ADMINISTRATOR,
    AUDITOR,
    COMMITTEE,
    COMMUNITY,
    OFFICE,
    STAFF,
)
from lib.permissions import Permission

RUN_VIEW = "reports.run.view"
RUN_MAKE = "reports.run.make"
RUN_REVIEW = "reports.run.review"
RUN_SIGN = "reports.run.sign"
RUN_WITHDRAW = "reports.run.withdraw"
SCHEDULE_CHANGE = "reports.schedule.change"

READERS = (ADMINISTRATOR, OFFICE, COMMUNITY, COMMITTEE, AUDITOR)

PERMISSIONS = [
    Permission(RUN_VIEW, _("read reports"), 61, READERS),
    Permission(RUN_MAKE, _("make reports and write their texts"), 62, STAFF),
    Permission(RUN_REVIEW, _("review reports"), 63, (OFFICE,)),
    Permission(RUN_SIGN, _("sign reports"), 64, (COMMITTEE,)),
    Permission(RUN_WITHDRAW, _("withdraw reports"), 65, (OFFICE, COMMITTEE)),
    Permission(SCHEDULE_CHANGE, _("change report schedules"), 66, (ADMINISTRATOR, OFFICE)),
]
