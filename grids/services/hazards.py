"""Actions on hazards: each is one step of the history, won by whoever comes first."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from checklists.models import Grade
from communities.models import Attachment
from communities.permissions import may_step
from communities.services.attachments import Upload, attach
from grids.models import Action, Hazard, HazardState, HazardStep
from grids.services.limits import Term, TimeLimits
from grids.workflow import MAJOR_TAKES_TIME, MOVES, TAKE_BACK
from lib.errors import DomainError
from lib.validation import check_values
from lib.workflow import take_step

Photos = Iterable[Upload]


@transaction.atomic
def report_hazard(*, actor: User, hazard: Hazard, photos: Photos = (), note: str = "") -> Hazard:
    """Keep a hazard just found, with its first step and the photos that show it."""
    hazard.found_by = hazard.created_by = actor
    hazard.state = HazardState.FOUND
    deadline, hazard.deadline = hazard.deadline, None
    check_values(hazard)
    hazard.save(force_insert=True)
    step = HazardStep.objects.create(
        hazard=hazard,
        action=Action.REPORT,
        target=HazardState.FOUND,
        actor=actor,
        at=hazard.found_at,
        note=note,
    )
    keep_photos(actor, step, photos)
    audit.record(actor=actor, code="grids.hazard.report", target=hazard)
    if deadline:
        advise(actor=actor, hazard=hazard, revision=1, deadline=deadline)
    return hazard


@transaction.atomic
def fix_on_spot(
    *, actor: User, hazard: Hazard, revision: int, photos: Photos = (), note: str = ""
) -> HazardStep:
    """Record that a hazard was put right while the inspector was there.

    Raises DomainError for a major one: by definition it cannot be put right at once.
    """
    if hazard.grade == Grade.MAJOR:
        raise DomainError(MAJOR_TAKES_TIME)
    changes = {"on_spot": True, "fixed_by": actor, "rectified_at": timezone.now()}
    return _take_step(
        actor, hazard, Action.FIX_ON_SPOT, revision, changes, note=note, photos=photos
    )


@transaction.atomic
def advise(
    *,
    actor: User,
    hazard: Hazard,
    revision: int,
    deadline: dt.date | None = None,
    note: str = "",
    photos: Photos = (),
) -> HazardStep:
    """Advise rectification until `deadline`, by default after the time limit.

    Raises DomainError when there is neither a deadline nor a limit, or the deadline has passed.
    """
    term = advised_term(hazard, deadline, TimeLimits.load())
    return _take_step(
        actor, hazard, Action.ADVISE, revision, term.columns, note=note, photos=photos
    )


def advised_term(hazard: Hazard, deadline: dt.date | None, limits: TimeLimits) -> Term:
    """Return the deadline that advice sets: the one given, else that of the time limit.

    Who gives the very day of the time limit has left it to the calendar.
    """
    found_on = timezone.localdate(hazard.found_at)
    reckoned = limits.term(hazard.category_id, hazard.grade, found_on, hazard.area)
    if reckoned is not None and deadline in (None, reckoned.day):
        return reckoned
    if deadline is None:
        raise DomainError(_("No time limit is set for this kind of hazard: give a deadline."))
    if deadline < found_on:
        raise DomainError(_("The deadline cannot lie before the day the hazard was found."))
    return Term(deadline)


@transaction.atomic
def rectify(
    *, actor: User, hazard: Hazard, revision: int, note: str = "", photos: Photos = ()
) -> HazardStep:
    """Report the hazard as rectified; somebody else verifies it."""
    changes = {"fixed_by": actor, "rectified_at": timezone.now(), "on_spot": False}
    return _take_step(actor, hazard, Action.RECTIFY, revision, changes, note=note, photos=photos)


@transaction.atomic
def verify(
    *, actor: User, hazard: Hazard, revision: int, note: str = "", photos: Photos = ()
) -> HazardStep:
    """Close the hazard after a look. Raises NotAllowed for who reported it as rectified."""
    changes = {"verified_by": actor, "ended_at": timezone.now()}
    return _take_step(actor, hazard, Action.VERIFY, revision, changes, note=note, photos=photos)


@transaction.atomic
def send_back(
    *,
    actor: User,
    hazard: Hazard,
    revision: int,
    note: str,
    deadline: dt.date | None = None,
    photos: Photos = (),
) -> HazardStep:
    """Say that it is not rectified. The deadline stays unless another is given.

    A hazard "put right on the spot" has none yet: it gets the time limit counted from today.
    """
    changes = {"fixed_by": None, "rectified_at": None, "on_spot": False}
    term = _term_after_sending_back(hazard, deadline)
    return _take_step(
        actor,
        hazard,
        Action.SEND_BACK,
        revision,
        changes | (term.columns if term else {"deadline": hazard.deadline}),
        note=note,
        photos=photos,
    )


def _term_after_sending_back(hazard: Hazard, deadline: dt.date | None) -> Term | None:
    """Return the deadline given, or one from today for who has none; None leaves it as it is."""
    if deadline is not None:
        return Term(deadline)
    if hazard.deadline is not None:
        return None
    today = timezone.localdate()
    reckoned = TimeLimits.load().term(hazard.category_id, hazard.grade, today, hazard.area)
    return reckoned or Term(today)


@transaction.atomic
def extend(
    *, actor: User, hazard: Hazard, revision: int, note: str, deadline: dt.date, photos: Photos = ()
) -> HazardStep:
    """Move the deadline, with a reason. Raises DomainError outside what the time limit allows."""
    if hazard.deadline is not None and deadline <= hazard.deadline:
        raise DomainError(_("The new deadline must lie after the present one."))
    latest = TimeLimits.load().latest(hazard, timezone.localdate(hazard.found_at))
    if latest is not None and deadline > latest:
        raise DomainError(
            _("The time limit allows an extension to %(day)s at most.")
            % {"day": date_format(latest, "SHORT_DATE_FORMAT")}
        )
    columns = Term(deadline).columns
    return _take_step(actor, hazard, Action.EXTEND, revision, columns, note=note, photos=photos)


@transaction.atomic
def withdraw(
    *, actor: User, hazard: Hazard, revision: int, note: str, photos: Photos = ()
) -> HazardStep:
    """Take the hazard out of the numbers, with a reason: no hazard, a duplicate, a place gone."""
    changes = {"ended_at": timezone.now()}
    return _take_step(actor, hazard, Action.WITHDRAW, revision, changes, note=note, photos=photos)


@transaction.atomic
def take_back(*, actor: User, hazard: Hazard, note: str) -> HazardStep:
    """Withdraw a hazard that a file brought in, in whatever state the file left it."""
    return take_step(
        hazard,
        TAKE_BACK,
        actor=actor,
        note=note,
        columns={"ended_at": timezone.now()},
        step={"action": Action.WITHDRAW},
    )


def possible_actions(user: User, hazard: Hazard) -> list[Action]:
    """Return what `user` may do to the hazard now, in the order in which the page offers it."""
    return [
        action
        for action, move in MOVES.items()
        if action is not Action.FIX_ON_SPOT and may_step(user, hazard, move)
    ]


def _take_step(
    actor: User,
    hazard: Hazard,
    action: Action,
    revision: int,
    columns: dict[str, Any],
    *,
    note: str = "",
    photos: Photos = (),
) -> HazardStep:
    """Take the step of `action`, with the photos that show it."""
    changes: audit.Changes = {}
    if "deadline" in columns and columns["deadline"] != hazard.deadline:
        changes["deadline"] = [hazard.deadline and str(hazard.deadline), str(columns["deadline"])]
    step = take_step(
        hazard,
        MOVES[action],
        actor=actor,
        revision=revision,
        note=note,
        columns=columns,
        step={"action": action, "deadline": columns.get("deadline")},
        changes=changes,
    )
    keep_photos(actor, step, photos)
    return step


def keep_photos(actor: User, step: HazardStep, photos: Photos) -> list[Attachment]:
    """Attach the photos that a step came with."""
    step.files_locked = False
    return [attach(actor=actor, target=step, upload=photo)[0] for photo in photos]
