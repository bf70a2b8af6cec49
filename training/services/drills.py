"""Actions on drills: describing one, its moments, its scores."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from lib.errors import DomainError
from training.models import Drill, DrillMoment, DrillScore
from training.services.events import require_editable


@dataclass(frozen=True)
class Judgement:
    """Points of one aspect, out of how many, with a remark."""

    points: Decimal
    out_of: Decimal
    remark: str = ""


@transaction.atomic
def save_drill(*, actor: User | None, drill: Drill, before: dict[str, Any] | None = None) -> Drill:
    """Describe the drill of an event, or save changes since the snapshot `before`.

    Raises WrongState when the event is closed, DomainError when it is no drill.
    """
    if not drill.event.is_drill:
        raise DomainError(_("This event is no drill."), code="no-drill")
    require_editable(drill.event)
    drill.full_clean()
    if before is None:
        drill.created_by = actor
        drill.save(force_insert=True)
        audit.record(actor=actor, code="training.drill.described", target=drill)
        return drill
    drill.save()
    changes = audit.difference(drill, before)
    audit.record(actor=actor, code="training.drill.changed", target=drill, changes=changes)
    return drill


@transaction.atomic
def add_moment(*, actor: User | None, moment: DrillMoment) -> DrillMoment:
    """Add a moment to a drill's timeline. Raises WrongState when the event is closed."""
    require_editable(moment.drill.event)
    moment.created_by = actor
    moment.full_clean()
    moment.save(force_insert=True)
    changes = {"moment": [None, str(moment)]}
    audit.record(actor=actor, code="training.moment.added", target=moment.drill, changes=changes)
    return moment


@transaction.atomic
def remove_moment(*, actor: User, moment: DrillMoment) -> None:
    """Remove a moment that stood in the timeline by mistake; the trail keeps it."""
    require_editable(moment.drill.event)
    changes = {"moment": [str(moment), None]}
    audit.record(actor=actor, code="training.moment.removed", target=moment.drill, changes=changes)
    moment.delete()


@transaction.atomic
def score_drill(*, actor: User | None, drill: Drill, judgements: dict[str, Judgement]) -> None:
    """Set the scores of a drill by aspect; an aspect that is left out has none.

    Raises WrongState when the event is closed.
    """
    require_editable(drill.event)
    before = _spelled(drill)
    drill.scores.exclude(aspect__in=judgements).delete()
    for aspect, judgement in judgements.items():
        score = drill.scores.filter(aspect=aspect).first() or DrillScore(drill=drill, aspect=aspect)
        score.points, score.out_of = judgement.points, judgement.out_of
        score.remark = judgement.remark
        score.full_clean()
        score.save()
    after = _spelled(drill)
    if before != after:
        changes = {"scores": [before, after]}
        audit.record(actor=actor, code="training.drill.scored", target=drill, changes=changes)


def _spelled(drill: Drill) -> str:
    parts = [f"{one.aspect} {one.points}/{one.out_of} {one.remark}" for one in drill.scores.all()]
    return "; ".join(sorted(part.strip() for part in parts))
