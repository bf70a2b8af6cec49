"""Telling somebody something: the kinds of notices, and the one function that every room calls.

A room declares a kind once (`notice_kinds`) and says `tell(kind, to=users, about=record)`, in the
transaction in which the thing happens. What a move of the workflow tells whom is not called but
declared: a `StepNotice` in `<room>/notices.py`. What becomes of it (the inbox, the channels that
lead outside) is the work of the room `notices`, which this library does not know: rooms below it
tell by the same function.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from lib.records import HasPage, Record
from lib.registry import Registry
from lib.workflow import Move, Step

HANDED_OVER = "handed-over"
DUE = "due"
OVERDUE = "overdue"
REVIEW = "review"
TO_SIGN = "to-sign"
RETURNED = "returned"
APPROVED = "approved"
SIGNED = "signed"
FAILED = "failed"
EXPORT_READY = "export-ready"
IMPORT_DONE = "import-done"


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """A kind of notice, e.g. what is overdue.

    `label` names it in filters and rules. `title` is the whole sentence that leaves the portal: it
    names nobody and no record. `outside` are the roles whose notices of this kind leave by a new
    channel; an office changes that in the browser.
    """

    key: str
    label: str | Promise
    title: str | Promise
    icon: str
    tone: str = "info"
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One thing that users are told: about which record, by whom (None: by the portal).

    `once` says which of several like things this is (a step's key, a deadline): nobody is told the
    same kind about the same record with the same `once` again. `by` is not told what he did.
    `words` and `path` stand for the record's own words and page: of many records one is told, with
    how many there are and where they stand.
    """

    to: Iterable[Any]
    about: models.Model
    by: Any = None
    once: str = ""
    words: str = ""
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class StepNotice:
    """Who is told of what when one of `moves` is made.

    `to(record, step)` returns the users. `about(record)` is the record that has a page, when it is
    not the one that moved. `by_worker`: a worker makes the move in the name of its actor, who is
    told as well.
    """

    key: str
    kind: str
    moves: tuple[Move, ...]
    to: Callable[[Any, Any], Iterable[Any]]
    about: Callable[[Any], models.Model] = lambda record: record
    by_worker: bool = False


@dataclass(frozen=True, kw_only=True)
class DueList:
    """What falls due, or is overdue, and whom that concerns: looked for each morning.

    `find(day)` gives the tellings of that morning; `once` names the deadline, so that each is told
    once a deadline.
    """

    key: str
    kind: str
    find: Callable[[dt.date], Iterable[Telling]]


notice_kinds: Registry[NoticeKind] = Registry("notice kinds")
step_notices: Registry[StepNotice] = Registry("notices of steps")
due_lists: Registry[DueList] = Registry("lists of what falls due")

Teller = Callable[[NoticeKind, Sequence[Telling]], None]
_tellers: list[Teller] = []


def keep_teller(teller: Teller) -> None:
    """Have `teller` write down and send what anybody is told."""
    _tellers[:] = [teller]


def tell(
    kind: str, *, to: Iterable[Any], about: models.Model, by: Any = None, once: str = ""
) -> None:
    """Tell users something about a record that has a page. Raises KeyError for an unknown kind."""
    tell_all(kind, [Telling(to=to, about=about, by=by, once=once)])


def tell_all(kind: str, tellings: Sequence[Telling]) -> None:
    """Tell many things of one kind with few statements. Raises KeyError for an unknown kind."""
    declared = notice_kinds[kind]
    for teller in _tellers:
        teller(declared, tellings)


def tell_of_step(record: models.Model, move: Move, step: Step) -> None:
    """Tell what is declared for `move`; `take_step` calls it with every step taken."""
    for notice in step_notices:
        if any(move is one for one in notice.moves):
            to = notice.to(record, step)
            about = notice.about(record)
            by = None if notice.by_worker else step.actor
            tell(notice.kind, to=to, about=about, by=by, once=str(step.pk))


def tell_failure(job: Record, claims: int) -> None:
    """Tell whoever asked for work in the background that its try number `claims` failed."""
    if job.created_by is not None and isinstance(job, HasPage):
        tell(FAILED, to=[job.created_by], about=job, once=str(claims))


def people(*users: Any) -> list[Any]:
    """Return those of `users` that are somebody."""
    return [user for user in users if user is not None]
