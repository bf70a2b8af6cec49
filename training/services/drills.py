"""Actions on drills: describing one, its moments, its scores."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.services.saving import save_changes
from lib.errors import DomainError
from lib.records import bump
from training.models import Drill, DrillMoment, DrillScore
from training.services.events import require_editable


@dataclass(frozen=True)
class Judgement:
    """Points of one aspect, out of how many, with a remark."""

    points: Decimal
    out_of: Decimal
    remark: str = ""


@transaction.atomic
def save_drill(*, actor: User | None, drill: Drill) -> Drill:
    """Describe the drill of an event, or save what differs from the stored description.

    Raises WrongState when the event is closed, DomainError when it is no drill.
    """
    if not drill.event.is_drill:
        raise DomainError(_("This event is no drill."), code="no-drill")
    require_editable(drill.event)
    drill.full_clean()
    if drill._state.adding:
        drill.created_by = actor
        drill.save(force_insert=True)
        audit.record(actor=actor, code="training.drill.described", target=drill)
    elif changes := save_changes(drill):
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
def score_drill(*, actor: User | None, drill: Drill, judgements: dict[str, Judgement]) -> Drill:
    """Set the scores of a drill by aspect; an aspect that is left out has none.

    Raises WrongState when the event is closed, Outdated when the drill was changed since it was
    read.
    """
    require_editable(drill.event)
    bump(drill)
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
    return drill


def _spelled(drill: Drill) -> str:
    parts = [f"{one.aspect} {one.points}/{one.out_of} {one.remark}" for one in drill.scores.all()]
    return "; ".join(sorted(part.strip() for part in parts))
