"""Reads of events, audiences, materials and findings as chains of business adjectives."""

import datetime as dt
from typing import Any, Self

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.querysets import AreaScopedQuerySet
from lib.periods import Period
from training.kinds import EventKind
from training.workflow import TOOK_PLACE, EventState, FindingState


def _total(rows: QuerySet, outer: str, column: str) -> Coalesce:
    """Return the sum of `column` over `rows` of the outer row, 0 when there are none."""
    kind = rows.model._meta.get_field(column)
    totals = rows.filter(**{outer: OuterRef("pk")}).order_by().values(outer)
    summed = totals.annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(summed), Value(0, output_field=kind), output_field=kind)


def _count(rows: QuerySet, outer: str) -> Coalesce:
    """Return the number of `rows` of the outer row."""
    counted = rows.filter(**{outer: OuterRef("pk")}).order_by().values(outer)
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


class EventQuerySet(AreaScopedQuerySet):
    """Events."""

    def took_place(self) -> Self:
        """Events that were held, written up or not."""
        return self.filter(state__in=TOOK_PLACE)

    def drills(self) -> Self:
        """Events that are drills."""
        return self.filter(kind=EventKind.DRILL)

    def begun_in(self, period: Period) -> Self:
        """Events that begin in `period`, in the portal's time zone."""
        return self.filter(starts_at__gte=period.start_at, starts_at__lt=period.end_at)

    def held_in(self, period: Period) -> Self:
        """Events that took place and began in `period`."""
        return self.took_place().begun_in(period)

    def to_write_up(self, now: dt.datetime | None = None) -> Self:
        """Events that are over and neither written up nor cancelled: work that waits."""
        waiting = (EventState.PLANNED, EventState.HELD)
        return self.filter(state__in=waiting, ends_at__lt=now or timezone.now())

    def for_audience(self, *, group: str = "", age: str = "") -> Self:
        """Events at which somebody of `group` and of age band `age` was counted (either empty)."""
        from training.models import AudienceCount

        counts = AudienceCount.objects.filter(event=OuterRef("pk")).cells(group=group, age=age)
        return self.filter(Exists(counts)) if group or age else self

    def with_persons(self) -> Self:
        """Annotate `persons`: the sum of the audience."""
        from training.models import AudienceCount

        return self.annotate(persons=_total(AudienceCount.objects.all(), "event", "persons"))

    def for_list(self) -> Self:
        """What a row of a list shows."""
        return self.with_persons().select_related("area", "host")

    def for_drill_list(self) -> Self:
        """What a row of the list of drills shows: points, and findings with those still open."""
        from training.models import DrillFinding, DrillScore

        scores, findings = DrillScore.objects.all(), DrillFinding.objects.all()
        path = "drill__event"
        return (
            self.for_list()
            .select_related("drill")
            .annotate(
                points=_total(scores, path, "points"),
                out_of=_total(scores, path, "out_of"),
                findings=_count(findings, path),
                findings_left=_count(findings.exclude(state=FindingState.VERIFIED), path),
            )
        )


class AudienceQuerySet(AreaScopedQuerySet):
    """Cells of audiences."""

    area_field = "event__area"

    def cells(self, *, group: str = "", age: str = "") -> Self:
        """Cells of a group and an age band (empty: all)."""
        wanted = {name: value for name, value in (("group", group), ("age", age)) if value}
        return self.filter(**wanted)

    def held_in(self, period: Period) -> Self:
        """Cells of events that took place in `period`."""
        return self.filter(
            event__state__in=TOOK_PLACE,
            event__starts_at__gte=period.start_at,
            event__starts_at__lt=period.end_at,
        )

    def person_times(self) -> int:
        """Return the sum of persons; who came twice counts twice."""
        return self.aggregate(total=Sum("persons"))["total"] or 0


class MaterialQuerySet(AreaScopedQuerySet):
    """Materials."""

    def with_issued(self) -> Self:
        """Annotate `issued`: copies given at all events, and `remaining` of those printed."""
        from training.models import MaterialIssue

        issued = _total(MaterialIssue.objects.all(), "material", "copies")
        return self.annotate(issued=issued).annotate(remaining=F("printed") - F("issued"))


class IssueQuerySet(AreaScopedQuerySet):
    """Copies of materials given at events."""

    area_field = "event__area"

    def held_in(self, period: Period) -> Self:
        """Copies given at events that took place in `period`."""
        return self.filter(
            event__state__in=TOOK_PLACE,
            event__starts_at__gte=period.start_at,
            event__starts_at__lt=period.end_at,
        )

    def copies_given(self) -> int:
        """Return the sum of copies."""
        return self.aggregate(total=Sum("copies"))["total"] or 0


class DrillQuerySet(AreaScopedQuerySet):
    """Descriptions of drills."""

    area_field = "event__area"


class MomentQuerySet(AreaScopedQuerySet):
    """Moments of drills."""

    area_field = "drill__event__area"


class FindingQuerySet(AreaScopedQuerySet):
    """Findings of drills."""

    area_field = "drill__event__area"

    def open(self) -> Self:
        """Findings that nobody has dealt with."""
        return self.filter(state=FindingState.OPEN)

    def overdue(self, day: dt.date | None = None) -> Self:
        """Findings not done although their day has passed."""
        return self.open().filter(due__lt=day or timezone.localdate())

    def to_verify(self) -> Self:
        """Findings reported as done that nobody else has looked at."""
        return self.filter(state=FindingState.DONE)

    def not_by(self, user: Any) -> Self:
        """Findings that `user` neither owns nor did: only of those may `user` verify one."""
        return self.exclude(owner=user).exclude(done_by=user)

    def due_between(self, first: dt.date, last: dt.date) -> Self:
        """Findings whose day lies from `first` to `last`, both with."""
        return self.filter(due__gte=first, due__lte=last)

    def closed_on_time(self) -> Self:
        """Findings verified by another person and done on or before their day."""
        return self.filter(state=FindingState.VERIFIED, done_on__lte=F("due"))

    def for_list(self) -> Self:
        """What a row of a list shows: what is not closed first, the earliest day at the top."""
        closed = Case(When(state=FindingState.VERIFIED, then=1), default=0)
        rows = self.select_related("drill__event__area", "owner", "done_by")
        return rows.annotate(closed=closed).order_by("closed", "due", "pk")


def midnight(day: dt.date) -> dt.datetime:
    """Return the first moment of `day` in the portal's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
