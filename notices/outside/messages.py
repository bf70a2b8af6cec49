"""What a message says: the kind of what happened and a link, nothing personal."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, override

from accounts.models import User
from notices.models import Delivery


@dataclass(frozen=True)
class Message:
    """A message that leaves. `key` tells it from all others, also when it is sent again."""

    key: str
    kinds: tuple[str, ...]
    title: str
    text: str
    link: str
    sender: str

    @property
    def whole(self) -> str:
        """Everything, as a group reads it. It begins with the name by which robots filter."""
        lines = [f"【{self.sender}】{self.title}", self.text, self.link]
        return "\n".join(line for line in lines if line)


def message_of(parcel: Sequence[Delivery]) -> Message:
    """Return what is said of one delivery, or of several together, in the reader's language."""
    first = parcel[0]
    with override(language_of(first.user)):
        if len(parcel) == 1:
            title = str(first.declared.title) if first.declared else _("There is news for you.")
            link = link_to(first.path)
            return Message(str(first.pk), (first.kind,), title, "", link, _("SafeCommunity"))
        counted = Counter(one.kind for one in parcel)
        labels = {one.kind: one.declared.label if one.declared else one.kind for one in parcel}
        text = "\n".join(f"{labels[kind]}: {count}" for kind, count in counted.most_common())
        title = _("%(n)s notices since yesterday") % {"n": len(parcel)}
        keys = " ".join(str(one.pk) for one in parcel)
        key = hashlib.sha256(keys.encode()).hexdigest()[:36]
        link = link_to(reverse("notices:inbox"))
        return Message(key, tuple(counted), title, text, link, _("SafeCommunity"))


def trial() -> Message:
    """Return what a test of a channel says, in the portal's language."""
    with override(settings.LANGUAGE_CODE):
        title = _("This is a test: the channel works.")
        return Message("", (), title, "", link_to(reverse("home")), _("SafeCommunity"))


def link_to(path: str) -> str:
    """Return the address of a page as others reach it; empty where PORTAL_URL is not set."""
    return f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL else ""


def language_of(reader: User | None) -> str:
    """Return the language in which somebody is written to; a group reads the portal's."""
    wish = getattr(reader, "notice_preference", None)
    return wish.language if wish else settings.LANGUAGE_CODE
