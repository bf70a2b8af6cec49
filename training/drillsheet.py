"""What a drill's timeline and scores come to: durations since the alarm, points in percent."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from training.kinds import MomentKind
from training.models import Drill, DrillMoment, DrillScore


@dataclass(frozen=True)
class Moment:
    """A moment with the time since the alarm (None before it, or when no alarm is recorded)."""

    moment: DrillMoment
    since_alarm: dt.timedelta | None

    @property
    def clock(self) -> str:
        """Minutes and seconds since the alarm, 3:20."""
        return minutes(self.since_alarm) if self.since_alarm is not None else ""


@dataclass(frozen=True)
class DrillSheet:
    """Timeline and scores of a drill. `percent` is None when nothing was judged."""

    moments: list[Moment]
    scores: list[DrillScore]
    points: Decimal
    out_of: Decimal

    @property
    def percent(self) -> float | None:
        """Points in percent of those that could be had."""
        return float(self.points / self.out_of * 100) if self.out_of else None

    def after_alarm(self, kind: str) -> dt.timedelta | None:
        """Return the time from the alarm to the first moment of `kind`."""
        return next((one.since_alarm for one in self.moments if one.moment.kind == kind), None)

    @property
    def evacuated_after(self) -> str:
        """Minutes and seconds until everybody was out."""
        return minutes(self.after_alarm(MomentKind.EVACUATED))

    @property
    def accounted_after(self) -> str:
        """Minutes and seconds until everybody was accounted for."""
        return minutes(self.after_alarm(MomentKind.ACCOUNTED))


def drill_sheet(drill: Drill) -> DrillSheet:
    """Read the timeline and the scores of a drill (both may be prefetched)."""
    moments = sorted(drill.moments.all(), key=lambda one: (one.at, one.pk))
    scores = list(drill.scores.all())
    alarm = next((one for one in moments if one.kind == MomentKind.ALARM), None)
    return DrillSheet(
        moments=[Moment(one, _since(one, alarm)) for one in moments],
        scores=scores,
        points=sum((score.points for score in scores), Decimal(0)),
        out_of=sum((score.out_of for score in scores), Decimal(0)),
    )


def _since(moment: DrillMoment, alarm: DrillMoment | None) -> dt.timedelta | None:
    return moment.after(alarm) if alarm is not None and moment.at >= alarm.at else None


def minutes(duration: dt.timedelta | None) -> str:
    """Write a duration as minutes:seconds, with hours in front when it takes that long."""
    if duration is None:
        return ""
    seconds = int(duration.total_seconds())
    hours, rest = divmod(seconds, 3600)
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60}:{rest % 60:02d}"
