"""Who came to an event: persons by group, sex and age band."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Sex
from training.kinds import AudienceAge, AudienceGroup
from training.models.events import Event
from training.querysets import AudienceQuerySet


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
