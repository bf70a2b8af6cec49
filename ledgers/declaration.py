"""With what a room declares one of its registers, so that it can be brought in from Excel.

A room writes `<room>/ledgers.py` with a `Ledger` and registers it in its `registration.py`:
`registers.register(PREMISES)`. Everything else is the machine's: reading files, finding the
headings, mapping columns and words, findings, corrections, preview, commit, undo.

Values of a row are a dict from the keys of fields to what was read:

=========  ==========================================  =================================
kind       what a cell may hold                        value
=========  ==========================================  =================================
TEXT       text of at most `limit` characters          str
CODE       one of `choices`, by value or word          str, the value of the choice
DAY        a day in any usual spelling                 datetime.date
MOMENT     a day, perhaps with a time                  datetime.datetime, local, aware
INTEGER    a whole number, perhaps with a unit         int
DECIMAL    a number, perhaps with a unit               decimal.Decimal
FLAG       yes or no                                   bool
NUMBER     digits that name something: a card          str
PHONE      one telephone or several                    str, several joined by "、"
IDENTITY   an identity number                          str
AREA       a name or code of an area                   uuid.UUID, the key of the area
RECORD     words by which `resolve` finds something    str, what `resolve` returns
=========  ==========================================  =================================

A field whose cell is empty has no value at all: an empty cell never deletes anything.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field as dataclass_field
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from accounts.models import User
from communities.models import Area
from ledgers.problems import Problem
from lib.registry import Registry

Values = Mapping[str, Any]


#: Unit of a coordinate: 121.4014, also written 121°24′05″.
ANGLE = "°"


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    MOMENT = "moment"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"
    NUMBER = "number"
    PHONE = "phone"
    IDENTITY = "identity"
    AREA = "area"
    RECORD = "record"


@dataclass(frozen=True)
class Choice:
    """A value that a field of the kind CODE may have: its word, and others that people write."""

    value: str
    label: str | Promise
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Order:
    """Under whose rights and for what place a workbook is brought in.

    `actor` sent it; `area` is where rows lie that name no area; `batch` is the key of the batch.
    """

    actor: User
    area: Area
    today: dt.date
    batch: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the register that a column can fill.

    `headings` are the words under which people know it, parted by spaces, the register's own first
    (the empty template has that one). `choices` gives the values of a CODE when they are needed:
    they may stand in a table. `resolve` gives, for an order, what finds the value of a RECORD: it
    takes the text of a cell and raises `Unreadable`. `within` names, for an AREA, the field that
    says in which area it lies (社区 beside 网格): it tells areas of one name apart, stands in where
    the own cell is empty, and is no value itself. A DECIMAL is rounded to `places`; a
    number is of `unit`, one of `lib.sheet_numbers` (“m2”): others are turned or refused. `personal`
    values are encrypted while staged and masked for everybody but the uploader. `required` fields
    must be filled in a new row; an update of a stored record may leave them out. `fixed` fields are
    never changed by an update.
    `examples` are the cells of the two example rows of the empty template.
    """

    key: str
    label: str | Promise
    headings: str
    kind: Kind = Kind.TEXT
    choices: Callable[[], Sequence[Choice]] | None = None
    resolve: Callable[[Order], Callable[[str], str]] | None = None
    within: str = ""
    limit: int = 200
    lowest: float | None = None
    highest: float | None = None
    places: int | None = None
    unit: str = ""
    required: bool = False
    personal: bool = False
    fixed: bool = False
    help: str | Promise = ""
    examples: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A record of the register that a row may mean: its values by the keys of the fields.

    `revision` tells whether it was changed since. `sure` is False when the row only looks like it:
    the row is doubtful then, and new only if the uploader says so.
    """

    key: UUID
    revision: int
    title: str
    values: Values
    sure: bool = True


@dataclass(frozen=True, kw_only=True)
class Addition:
    """A new record: the key that it gets, and its values. `number` is its row in the sheet."""

    key: UUID
    number: int
    values: Values


@dataclass(frozen=True, kw_only=True)
class Change:
    """Other values for a stored record, which still has to have `revision`."""

    key: UUID
    number: int
    revision: int
    values: Values


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What of a batch is to be undone: a record that it made or changed.

    `revision` is the one that the batch left behind: a record that has another by now was changed
    by hand since. `before` are the values to put back; None where the record was new.
    """

    key: UUID
    revision: int
    before: Values | None = None


class Store(Protocol):
    """How a chunk of rows is looked up, written and taken out. A few queries a chunk, not a row.

    `add`, `change` and `undo` run inside a transaction of the machine's and write the audit
    entries of the records; the machine has already asked for `Ledger.permission` on the area of
    each row and checked the required fields.
    """

    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return, for each row, the records of the register that it may mean: none is new, one is
        that one, several are doubtful.
        """

    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Make records; return, by number, why a row could not be written."""

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Change records; return, by number, why a row could not be written (`CONFLICT`)."""

    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out or put back; return what had to stay: key → in words what and why."""


#: Somebody changed the record since the preview.
CONFLICT = "changed-meanwhile"


def _nothing_wrong(order: Order, values: Values) -> Iterable[Problem]:
    """There is no rule besides those of the fields."""
    return ()


def _nothing_odd(order: Order) -> Callable[[Values], Iterable[Problem]]:
    """There is nothing to be said about rows that are right."""
    return lambda _values: ()


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A register that can be brought in.

    `permission` is held in an area to bring rows of it in. `keys` are the sets of fields by which a
    row is recognised, the surest first: the first whose fields a row fills is its key, and a key
    twice in one file is refused. `check` tells what is wrong with the values of a whole row,
    `remarks` gives, for an order, what tells what else will come of a new row that is right. `home`
    is the name of the address of the register's list, `icon` that of its menu entry. `area` is the
    key of the field of the kind AREA in which a row lies; without it all lie in the order's area.
    `then` says what is to be done at `home` once rows are committed.
    """

    key: str
    label: str | Promise
    permission: str
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...]
    store: Store
    icon: str
    home: str
    area: str = "area"
    check: Callable[[Order, Values], Iterable[Problem]] = _nothing_wrong
    remarks: Callable[[Order], Callable[[Values], Iterable[Problem]]] = _nothing_odd
    help: str | Promise = ""
    then: str | Promise = ""
    by_key: dict[str, Field] = dataclass_field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {field.key: field for field in self.fields})

    def key_of(self, values: Values) -> tuple[Any, ...] | None:
        """Return by what the row is recognised; None when it fills none of the keys."""
        for names in self.keys:
            if all(values.get(name) not in (None, "") for name in names):
                return (names, *(values[name] for name in names))
        return None


@dataclass(frozen=True, kw_only=True)
class OtherWay:
    """A register with pages of its own on which it is brought in: it stands among the others.

    `begin` and `earlier` are names of addresses; `permission` is held to bring rows in. `headings`
    are the words of its columns, by field and parted by spaces: a workbook that has them is told to
    be one of it when it is sent to another register.
    """

    key: str
    label: str | Promise
    permission: str
    icon: str
    begin: str
    earlier: str = ""
    help: str | Promise = ""
    headings: Mapping[str, str] = dataclass_field(default_factory=dict, hash=False)


other_ways: Registry[OtherWay] = Registry("registers with pages of their own")
registers: Registry[Ledger] = Registry("ledgers")
