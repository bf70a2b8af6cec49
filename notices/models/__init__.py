"""The records of this room."""

from notices.models.channels import Channel, ChannelKind, Preference, Rule
from notices.models.deliveries import Delivery
from notices.models.notices import Notice

__all__ = ["Channel", "ChannelKind", "Delivery", "Notice", "Preference", "Rule"]
