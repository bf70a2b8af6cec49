"""Filters of this room's lists."""

from typing import Any

import django_filters as df
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib.filters import ScopeFilter, Words
from lib.jobs import JobState
from lib.notice_kinds import notice_kinds
from notices.models import Channel, Delivery, Notice


def kind_choices() -> list[tuple[str, Any]]:
    """Return the kinds of notices with their words, in the portal's order."""
    return [(kind.key, kind.label) for kind in notice_kinds]


class NoticeFilter(ScopeFilter):
    """Notices by kind and whether they were read."""

    MAIN = ("kind", "read")

    q = Words(label=_("Words"), hint=_("Words of the record"), fields=("text",))
    kind = df.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    read = df.ChoiceFilter(
        label=_("Read or not"),
        choices=[("no", _("unread")), ("yes", pgettext_lazy("notice", "read"))],
        method="by_reading",
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def by_reading(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what was read, or what was not."""
        return qs.filter(read=value == "yes")


class DeliveryFilter(ScopeFilter):
    """Deliveries by channel, state and kind."""

    MAIN = ("channel", "job_state", "kind")

    channel = df.ModelChoiceFilter(label=_("Channel"), queryset=Channel.objects.all())
    job_state = df.ChoiceFilter(label=_("State"), choices=JobState)
    kind = df.ChoiceFilter(label=_("Kind"), choices=kind_choices)

    class Meta:
        model = Delivery
        fields: list[str] = []
