"""What registers of earlier years have in common: their rows are history and are only added."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _, override

from ledgers.declaration import CONFLICT, Change, Order, Stored, Values
from ledgers.problems import Problem
from lib.periods import day_start
from lib.records import Record

#: The hour at which things of a day without an hour are put.
NOON = 12


def noon(day: dt.date) -> dt.datetime:
    """Return the moment at which something of `day` stands."""
    return day_start(day) + dt.timedelta(hours=NOON)


def origin_note() -> str:
    """Return what stands in the history of such a record, in the portal's language."""
    with override(settings.LANGUAGE_CODE):
        return _("From an earlier register")


def as_it_is(record: Record, row: Values) -> Stored:
    """Return a stored record of which a row changes nothing: more is done on its page."""
    return Stored(
        key=record.pk, revision=record.revision, title=str(record), values=dict(row), sure=True
    )


class HistoryStore:
    """The store of a register whose rows are only added: what is there moves in the portal."""

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Refuse every change."""
        return {row.number: Problem("", CONFLICT) for row in rows}
