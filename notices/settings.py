"""The pages of this room on which an office sets something."""

from django.utils.translation import gettext_lazy as _, ngettext

from accounts.models import User
from communities.setting_rows import Rows
from lib.office_settings import TELLING, SettingsPage, SettingsPart
from notices import rule_settings
from notices.models import Channel, ChannelKind
from notices.permissions import CHANNEL_CHANGE, RULE_CHANGE
from notices.services.settings import save_channel


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


def _save_received(*, actor: User, record: Channel, code: str) -> Channel:
    """Save a channel of a file; it rests until somebody gives its address, which no file holds."""
    if record.kind != ChannelKind.MAIL and not record.address:
        record.active = False
    return save_channel(actor=actor, record=record, code=code)


#: Addresses and secrets stay here: whoever knows a robot's address may write into its group.
CHANNELS = Rows(
    model=Channel,
    key=("name",),
    columns=("kind", "area", "digest", "quiet_from", "quiet_to", "active"),
    code="notices.channel",
    rows=Channel.objects.all,
    save=_save_received,
)
PARTS = [
    SettingsPart(
        key="notices.channels",
        label=_("Channels of notices"),
        permission=CHANNEL_CHANGE,
        dump=CHANNELS.dump,
        check=CHANNELS.check,
        apply=CHANNELS.apply,
    ),
    SettingsPart(
        key="notices.rules",
        label=_("Rules of notices"),
        permission=RULE_CHANGE,
        dump=rule_settings.dump,
        check=rule_settings.check,
        apply=rule_settings.apply,
    ),
]
