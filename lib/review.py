"""Judging one record after the other: its place among those that wait, an opinion, what comes next.

A record's own page shows what is judged; `templates/includes/review.html` hangs the panel below it
with the opinion and the buttons. The moves and whose work it is are those of `lib.workflow`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from lib.forms import PlainForm
from lib.http import SignedInRequest

#: More waiting records are not counted one by one.
MOST = 500
#: What the second button says beside its address: go on with the next record.
NEXT = "next"


class OpinionForm(PlainForm):
    """What whoever judges has to say; it stands in the history."""

    opinion = forms.CharField(
        label=gettext_lazy("Opinion"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


@dataclass(frozen=True)
class Verdict:
    """A way to judge: its words and where it is sent; `goes_on` if the next one can follow."""

    label: str | Promise
    url: str
    icon: str
    goes_on: bool = False


@dataclass(frozen=True)
class Place:
    """Where a record stands among those that wait for somebody; `following` is the next key."""

    number: int
    count: int
    following: Any


@dataclass(frozen=True, kw_only=True)
class Review:
    """How records of a kind are judged: those that wait for a user, oldest first.

    `url_name` is the page of one, `home` gives the address of the list of those that wait.
    """

    waiting: Callable[[Any], QuerySet[Any]]
    url_name: str
    home: Callable[[], str]

    def place(self, user: Any, record: Model) -> Place | None:
        """Return where `record` stands; None when it does not wait for `user`."""
        keys = list(self.waiting(user).values_list("pk", flat=True)[:MOST])
        if record.pk not in keys:
            return None
        at = keys.index(record.pk)
        others = keys[at + 1 :] + keys[:at]
        return Place(at + 1, len(keys), others[0] if others else None)

    def go_on(self, request: SignedInRequest, place: Place | None, otherwise: Any) -> HttpResponse:
        """Lead on after a verdict: to the next record when that was asked for."""
        if request.POST.get("then") != NEXT:
            return redirect(otherwise)
        if place is not None and place.following is not None:
            return redirect(self.url_name, place.following)
        messages.info(request, _("Nothing else waits for you here."))
        return redirect(self.home())


@dataclass(frozen=True)
class Panel:
    """What `includes/review.html` draws: the place, the ways to judge, what to look at twice.

    `read_hash` is the digest of a document as it was read, where a document is judged.
    """

    record: Model
    place: Place | None
    verdicts: Sequence[Verdict]
    remarks: Sequence[str] = ()
    read_hash: str = ""


def opinion_given(request: SignedInRequest) -> str:
    """Return the opinion that was sent with a verdict."""
    return request.POST.get("reason", "").strip()[:500]
