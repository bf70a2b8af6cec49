"""Population by area, year, sex and age band: the denominators."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.areas import Area
from communities.querysets import AreaScopedQuerySet


class Sex(models.TextChoices):
    """Sex, after GB/T 2261.1: 1 male, 2 female, 0 unknown, 9 not stated."""

    MALE = "1", _("Male")
    FEMALE = "2", _("Female")
    UNKNOWN = "9", _("Not stated")


class AgeBand(models.IntegerChoices):
    """Five-year age bands by their first year; the last is open (85 and older).

    Censuses that go on to 100+ are summed into the last band at import, because the national
    tables by county end there.
    """

    A0 = 0, "0–4"
    A5 = 5, "5–9"
    A10 = 10, "10–14"
    A15 = 15, "15–19"
    A20 = 20, "20–24"
    A25 = 25, "25–29"
    A30 = 30, "30–34"
    A35 = 35, "35–39"
    A40 = 40, "40–44"
    A45 = 45, "45–49"
    A50 = 50, "50–54"
    A55 = 55, "55–59"
    A60 = 60, "60–64"
    A65 = 65, "65–69"
    A70 = 70, "70–74"
    A75 = 75, "75–79"
    A80 = 80, "80–84"
    A85 = 85, "85+"

    @classmethod
    def of(cls, age: float) -> "AgeBand":
        """Return the band in which `age` (completed years) lies."""
        return cls(min(int(age) // 5 * 5, 85))


class Population(models.Model):
    """Residents of an area in a year, of one sex and one age band."""

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="population"
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    sex = models.CharField(
        _("sex"), max_length=1, choices=[(Sex.MALE, Sex.MALE.label), (Sex.FEMALE, Sex.FEMALE.label)]
    )
    age_band = models.PositiveSmallIntegerField(_("age band"), choices=AgeBand)
    persons = models.PositiveIntegerField(_("persons"))
    source = models.CharField(_("source"), max_length=100, blank=True)

    objects = AreaScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("population")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year", "sex", "age_band"], name="population_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year} {self.get_sex_display()} {self.get_age_band_display()}"
