"""Who came to an event: persons by group, sex and age band."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import (
    Sum,
)
from django.utils.translation import gettext_lazy as _

from communities.models import Sex
from communities.querysets import AreaScopedQuerySet
from lib.periods import Period
from training.kinds import AudienceAge, AudienceGroup
from training.models.events import Event
from training.workflow import TOOK_PLACE


class AudienceQuerySet(AreaScopedQuerySet["AudienceCount"]):
    """Cells of audiences."""

    area_field = "event__area"

    def cells(self, *, group: str = "", age: str = "") -> Self:
        """Cells of a group and an age band (empty: all)."""
        wanted = {name: value for name, value in (("group", group), ("age", age)) if value}
        return self.filter(**wanted)

    def of_events_held(self) -> Self:
        """Cells of events that took place."""
        return self.filter(event__state__in=TOOK_PLACE)

    def held_in(self, period: Period) -> Self:
        """Cells of events that took place in `period`."""
        return self.of_events_held().filter(
            event__starts_at__gte=period.start_at,
            event__starts_at__lt=period.end_at,
        )

    def person_times(self) -> int:
        """Return the sum of persons; who came twice counts twice."""
        return self.aggregate(total=Sum("persons"))["total"] or 0


class AudienceCount(models.Model):
    """Persons of one group, sex and age band at one event.

    Sex "not stated" goes with the age "not recorded": of those persons only the number is known.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="audience"
    )
    group = models.CharField(_("audience group"), max_length=16, choices=AudienceGroup)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    age = models.CharField(_("age"), max_length=8, choices=AudienceAge)
    persons = models.PositiveIntegerField(_("persons"), validators=[MinValueValidator(1)])

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [
            models.UniqueConstraint(fields=["event", "group", "sex", "age"], name="audience_cell"),
            models.CheckConstraint(
                condition=models.Q(persons__gte=1), name="audience_cell_not_empty"
            ),
        ]

    def __str__(self) -> str:
        cell = (self.get_group_display(), self.get_sex_display(), self.get_age_display())
        return f"{' · '.join(cell)}: {self.persons}"
