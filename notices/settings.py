"""The pages of this room on which an office sets something."""

from django.utils.translation import gettext_lazy as _, ngettext

from lib.office_settings import TELLING, SettingsPage
from notices.models import Channel
from notices.permissions import CHANNEL_CHANGE, RULE_CHANGE


def _channels() -> str:
    count = Channel.objects.in_use().count()
    return ngettext("%d channel in use", "%d channels in use", count) % count


PAGES = [
    SettingsPage(
        key="notices.channels",
        group=TELLING,
        label=_("Channels of notices"),
        sentence=_("Robots of groups, webhooks and mails, and who is told of what by which."),
        permission=RULE_CHANGE,
        url_name="notices:channels",
        icon="send",
        summary=_channels,
    ),
    SettingsPage(
        key="notices.deliveries",
        group=TELLING,
        label=_("Delivery log"),
        sentence=_("What left the portal, what the other side answered, and what failed."),
        permission=CHANNEL_CHANGE,
        url_name="notices:deliveries",
        icon="clock-history",
    ),
]
