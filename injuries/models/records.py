"""The national injury card as a record."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from communities.models import AgeBand
from communities.querysets import AreaScopedQuerySet
from communities.sight import Viewer
from injuries.codes import AGE_RANGES, AgeGroup, Outcome
from injuries.models.cards import SOURCES, InjuryCard, derived
from injuries.models.sites import of_own_sites
from injuries.permissions import RECORD_VIEW
from lib.masking import mask_address, mask_name, mask_number
from lib.periods import Period
from lib.records import Record, page_address

#: Cards go to the county's centre monthly (domain facts 5.1 [S27]): one that comes more than a
#: month after its event has missed its month.
LATE_AFTER = dt.timedelta(days=31)
#: Nobody has become older (122 years).
OLDEST = 130


COUNTED_IN_RATES = Q(resident=True) & (Q(reporting_site=None) | Q(reporting_site__sentinel=False))


class InjuryQuerySet(AreaScopedQuerySet["InjuryRecord"]):
    """Injury records. `area` is where the injured person lives (see InjuryRecord)."""

    def visible_to(self, user: Viewer) -> Self:
        """Records of areas in which `user` may read injuries.

        Narrower than the sight of other records: cards are health data (PIPL, article 28), so for
        a grid worker or a partner they do not exist at all, nor do their files. Who reports for
        hospitals reads what these sent and what he or she entered.
        """
        return self.where_allowed(user, RECORD_VIEW).filter(of_own_sites(user))

    def live(self) -> Self:
        """Records that count: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Self:
        """Records taken back."""
        return self.exclude(withdrawn_at=None)

    def happened_between(self, start: dt.date, end: dt.date) -> Self:
        """Records with an event date from `start` until before `end`."""
        return self.filter(event_date__gte=start, event_date__lt=end)

    def happened_in(self, period: Period) -> Self:
        """Records with an event date in `period`."""
        return self.happened_between(period.start, period.end)

    def counted_in_rates(self) -> Self:
        """Records of residents from sources that report every injury.

        Sentinel hospitals see an unknown share of the injured, so their cards have no population
        behind them (domain facts 5.6): they give proportions, never rates.
        """
        return self.filter(COUNTED_IN_RATES)

    def deaths(self) -> Self:
        """Records whose outcome is death."""
        return self.filter(outcome=Outcome.DEATH)

    def of_age_group(self, group: str) -> Self:
        """Records of an AgeGroup."""
        if group == AgeGroup.UNKNOWN:
            return self.filter(age_years=None)
        low, high = AGE_RANGES[group]
        rows = self.filter(age_years__gte=low)
        return rows if high is None else rows.filter(age_years__lte=high)

    def with_age_group(self) -> Self:
        """Annotate `age_group`, the code of the AgeGroup."""
        ranges = [(group, low, high) for group, (low, high) in AGE_RANGES.items()]
        whens = [
            When(age_years__range=(low, high or OLDEST), then=Value(AgeGroup(group).value))
            for group, low, high in ranges
            if low is not None
        ]
        unknown = Value(AgeGroup.UNKNOWN.value)
        return self.annotate(age_group=Case(*whens, default=unknown, output_field=CharField()))

    def late(self) -> Self:
        """Records reported more than LATE_AFTER after their event date."""
        return self.filter(reported_on__gt=F("event_date") + LATE_AFTER)

    def suspected_duplicates(self) -> Self:
        """Records that look like another one and that nobody has judged."""
        return self.filter(duplicate_state=self.model.DuplicateState.SUSPECTED)

    def for_list(self) -> Self:
        """With what a list prints."""
        return self.select_related("area", "reporting_site")


class InjuryRecord(InjuryCard, Record):
    """One injured person, one visit: the card of domain facts 5.2.

    `area` is where the person lives; it decides who sees the record and into which rate it goes,
    because a rate divides by residents. Somebody who lives elsewhere (`resident` False) is filed
    under the area where the injury happened or was reported, counted, and left out of rates.
    `occurred_area` is where it happened, when that is known and somewhere else.

    `event_date` is the day that periods, lists and figures use: the day of the injury, or the day
    of the visit when the card gives no day of injury (hospital systems that record only visits).
    It is derived, as are `age_years` (completed years, for bands) and the blind indexes: services
    and the importer call `derive` before they write.

    Name, identity number, telephone and address are encrypted; `id_index` and `name_index` find
    equal ones. `extra` keeps attributes of a source that the card has no place for (a survey
    weight, products) and `assumed`: the fields that a mapping set by assumption.
    """

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_reason = models.CharField(
        _("reason of withdrawal"), max_length=200, blank=True, editable=False
    )

    #: The page shows it to those who keep records, its history to everybody who reads the page.
    audit_hidden = ("narrative",)

    objects = InjuryQuerySet.as_manager()

    class Meta:
        verbose_name = _("injury record")
        verbose_name_plural = _("injury records")
        ordering = ["-event_date", "-id"]
        indexes = [
            models.Index(fields=["area", "-event_date", "-id"], name="injury_area_date"),
            models.Index(fields=["-event_date", "-id"], name="injury_date"),
            models.Index(
                fields=["id_index", "event_date"], name="injury_id", condition=~Q(id_index="")
            ),
            models.Index(
                fields=["name_index", "event_date"],
                name="injury_name",
                condition=~Q(name_index=""),
            ),
            models.Index(
                fields=["card_number", "event_date"],
                name="injury_card",
                condition=~Q(card_number=""),
            ),
            # The few to be judged, in the order of the task list.
            models.Index(
                fields=["-event_date", "-id"],
                name="injury_suspected",
                condition=Q(duplicate_state="suspected", withdrawn_at=None),
            ),
        ]
        constraints = [
            # What keeps a doubled message or a second worker from doubling rows.
            models.UniqueConstraint(fields=["batch", "batch_row"], name="injury_batch_row"),
            models.CheckConstraint(
                condition=Q(occurred_hour=None) | Q(occurred_hour__lte=23),
                name="injury_occurred_hour",
            ),
            models.CheckConstraint(
                condition=Q(visited_hour=None) | Q(visited_hour__lte=23),
                name="injury_visited_hour",
            ),
            models.CheckConstraint(
                condition=Q(occurred_on=None)
                | Q(visited_on=None)
                | Q(visited_on__gte=F("occurred_on")),
                name="injury_visit_after_event",
                violation_error_message=_("The visit cannot lie before the injury."),
            ),
            models.CheckConstraint(
                condition=Q(age_years=None) | Q(age_years__lte=130), name="injury_age"
            ),
        ]

    def __str__(self) -> str:
        cause = self.get_cause_display() or str(_("Injury"))
        return f"{self.event_date:%Y-%m-%d} {cause} · {self.get_sex_display()} {self.age_text}"

    def get_absolute_url(self) -> str:
        """Return the record's page."""
        return page_address("injuries:record", self.pk)

    def derive(self) -> None:
        """Fill the derived columns from the others; see the class's text."""
        for name, value in derived({name: getattr(self, name) for name in SOURCES}).items():
            setattr(self, name, value)

    @property
    def is_live(self) -> bool:
        """True while the record counts."""
        return self.withdrawn_at is None

    @property
    def age_text(self) -> str:
        """Age with its unit, empty when unknown."""
        if self.age_value is None:
            return ""
        return f"{self.age_value} {self.get_age_unit_display()}"

    @property
    def age_band(self) -> AgeBand | None:
        """Five-year band, None when the age is unknown."""
        return None if self.age_years is None else AgeBand.of(self.age_years)

    @property
    def masked_name(self) -> str:
        """Family name and asterisks."""
        return mask_name(self.name)

    @property
    def masked_id_number(self) -> str:
        """Identity number with its middle hidden."""
        return mask_number(self.id_number, head=3, tail=2)

    @property
    def masked_phone(self) -> str:
        """Telephone with its middle hidden."""
        return mask_number(self.phone)

    @property
    def masked_address(self) -> str:
        """Beginning of the address."""
        return mask_address(self.address)
