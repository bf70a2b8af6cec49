"""Permission codes of this room, with the built-in roles that hold them."""

from django.utils.translation import gettext_lazy as _

from communities.roles import ADMINISTRATOR, OFFICE
from lib.permissions import Permission

CHANNEL_CHANGE = "notices.channel.change"
RULE_CHANGE = "notices.rule.change"

PERMISSIONS = [
    Permission(
        key=CHANNEL_CHANGE,
        label=_("set up channels of notices"),
        roles=(ADMINISTRATOR,),
    ),
    Permission(
        key=RULE_CHANGE,
        label=_("set the rules of notices"),
        roles=(ADMINISTRATOR, OFFICE),
    ),
]
