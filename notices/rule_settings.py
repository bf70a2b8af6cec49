"""The rules of notices in the file of settings: channel by name, role and kind by code."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Role
from lib.notice_kinds import notice_kinds
from lib.office_settings import Problem, RefusedSettings
from notices.models import Channel, Rule
from notices.services.settings import Pair, set_rules

#: What a row of the file names.
NAMES = ("channel", "role", "kind")
MOST_ROWS = 5000


def dump() -> list[dict[str, str]]:
    """Return the rules of all channels."""
    rows = Rule.objects.select_related("channel").order_by("channel__name", "role", "kind")
    return [{"channel": one.channel.name, "role": one.role_id, "kind": one.kind} for one in rows]


def check(data: Any, place: str) -> Iterator[Problem]:
    """Yield what is wrong with the form of the rules."""
    if not isinstance(data, list):
        yield Problem(place, _("Here a list has to stand."))
        return
    if len(data) > MOST_ROWS:
        yield Problem(place, _("More than %d rows.") % MOST_ROWS)
        return
    for number, row in enumerate(data):
        here = f"{place}[{number}]"
        if not isinstance(row, dict):
            yield Problem(here, _("Here a row with named values has to stand."))
            continue
        for name in row:
            if name not in NAMES:
                yield Problem(f"{here}.{name[:40]}", _("Nothing is called so here."))
        for name in NAMES:
            if not isinstance(row.get(name), str):
                yield Problem(f"{here}.{name}", _("Here %s has to stand.") % _("a text"))


def apply(actor: User, data: list[dict[str, str]], place: str) -> list[Problem]:
    """Set the rules of each channel that the file names; of the others nothing changes.

    Rules of a channel that is not here are left out: it may be the city's own.
    """
    channels = {one.name: one for one in Channel.objects.order_by("-name", "-id")}
    roles = set(Role.objects.values_list("pk", flat=True))
    wanted: dict[str, set[Pair]] = defaultdict(set)
    refused, left_out = [], []
    for number, row in enumerate(data):
        known = {"role": row["role"] in roles, "kind": bool(notice_kinds.get(row["kind"]))}
        for name in (name for name, there in known.items() if not there):
            refused.append(Problem(f"{place}[{number}].{name}", _unknown(row[name])))
        if row["channel"] not in channels:
            left_out.append(Problem(f"{place}[{number}].channel", _unknown(row["channel"])))
        else:
            wanted[row["channel"]].add((row["role"], row["kind"]))
    if refused:
        raise RefusedSettings(refused)
    for name, pairs in wanted.items():
        set_rules(actor=actor, channel=channels[name], wanted=pairs)
    return left_out


def _unknown(value: str) -> str:
    return _("There is no such entry here: %s") % value[:60]
