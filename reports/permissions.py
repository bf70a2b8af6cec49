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
    Permission(
        key=RUN_VIEW,
        label=_("read reports"),
        roles=READERS,
    ),
    Permission(
        key=RUN_MAKE,
        label=_("make reports and write their texts"),
        roles=STAFF,
    ),
    Permission(
        key=RUN_REVIEW,
        label=_("review reports"),
        roles=(OFFICE,),
    ),
    Permission(
        key=RUN_SIGN,
        label=_("sign reports"),
        roles=(COMMITTEE,),
    ),
    Permission(
        key=RUN_WITHDRAW,
        label=_("withdraw reports"),
        roles=(OFFICE, COMMITTEE),
    ),
    Permission(
        key=SCHEDULE_CHANGE,
        label=_("change report schedules"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
]
