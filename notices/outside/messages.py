"""What a message says: the kind of what happened and a link, nothing personal."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, override

from notices.models import Delivery


@dataclass(frozen=True)
class Message:
    """A message that leaves. `key` tells it from all others, also when it is sent again."""

    key: str
    kinds: tuple[str, ...]
    title: str
    text: str
    link: str

    @property
    def whole(self) -> str:
        """Everything, as a group reads it. It begins with the name by which robots filter."""
        lines = [f"【{_('SafeCommunity')}】{self.title}", self.text, self.link]
        return "\n".join(line for line in lines if line)


def message_of(parcel: Sequence[Delivery]) -> Message:
    """Return what is said of one delivery, or of several together, in the reader's language."""
    first = parcel[0]
    with override(_language(first)):
        if len(parcel) == 1:
            title = str(first.declared.title) if first.declared else _("There is news for you.")
            return Message(str(first.pk), (first.kind,), title, "", link_to(first.path))
        counted = Counter(one.kind for one in parcel)
        labels = {one.kind: one.declared.label if one.declared else one.kind for one in parcel}
        text = "\n".join(f"{labels[kind]}: {count}" for kind, count in counted.most_common())
        title = _("%(n)s notices since yesterday") % {"n": len(parcel)}
        keys = " ".join(str(one.pk) for one in parcel)
        key = hashlib.sha256(keys.encode()).hexdigest()[:36]
        return Message(key, tuple(counted), title, text, link_to(reverse("notices:inbox")))


def trial() -> Message:
    """Return what a test of a channel says."""
    return Message("", (), _("This is a test: the channel works."), "", link_to(reverse("home")))


def link_to(path: str) -> str:
    """Return the address of a page as others reach it; empty where PORTAL_URL is not set."""
    return f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL else ""


def _language(delivery: Delivery) -> str:
    wish = getattr(delivery.user, "notice_preference", None)
    return wish.language if wish else settings.LANGUAGE_CODE
