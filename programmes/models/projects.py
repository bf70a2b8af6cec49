"""A promotion project (安全促进项目): what it is for, whom it reaches, where it stands."""

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Organisation
from communities.querysets import AreaScopedQuerySet, Place, under
from communities.sight import Viewer, sight_of
from lib.periods import Period
from lib.records import Record, page_address
from lib.subqueries import count_of, total_of
from lib.workflow import Step, WrittenBy
from programmes.models.parts import ProjectPartQuerySet
from programmes.permissions import PROJECT_RESTRICTED
from programmes.workflow import Stage


class Domain(models.TextChoices):
    """The twelve domains of promotion projects (domain facts 4.1; the codes are the portal's)."""

    TRAFFIC = "01", _("Traffic safety")
    FIRE = "02", _("Fire safety")
    WORKPLACE = "03", _("Workplace safety")
    HOME = "04", _("Home safety")
    OLDER_PEOPLE = "05", _("Safety of older people")
    CHILDREN = "06", _("Safety of children")
    SCHOOL = "07", _("School safety")
    PUBLIC_PLACES = "08", _("Safety of public places")
    SPORTS = "09", _("Sports safety")
    WATER = "10", _("Water safety")
    PUBLIC_SECURITY = "11", _("Public security")
    DISASTER = "12", _("Disaster reduction and environmental safety")


class DiagnosisSource(models.TextChoices):
    """Where the knowledge of the problem comes from (domain facts 4.2, group "basis")."""

    SURVEILLANCE = "surveillance", _("Injury surveillance")
    ACCIDENTS = "accidents", _("Accident data")
    HAZARD_CHECK = "hazard-check", _("Hidden-danger check")
    CHECKLIST = "checklist", _("Safety checklist")
    SURVEY = "survey", _("Survey of residents")
    EXPERTS = "experts", _("Expert advice")
    COMPLAINTS = "complaints", _("Complaints and suggestions")


class RiskFocus(models.TextChoices):
    """Why the target population was chosen (domain facts 4.2, risk groups vocabulary)."""

    ENVIRONMENT = "environment", _("High-risk environment")
    HIGH_RISK = "high-risk", _("High-risk group")
    VULNERABLE = "vulnerable", _("Vulnerable group")


class Rollout(models.TextChoices):
    """Pilot first, then extension (试点先行, 以点带面)."""

    PILOT = "pilot", _("Pilot")
    EXTENSION = "extension", _("Extension")
    WHOLE = "whole", _("Whole area from the start")


class TargetSex(models.TextChoices):
    """Sex of the target population."""

    ALL = "all", _("Both sexes")
    MALE = "1", _("Male")
    FEMALE = "2", _("Female")


def _ancestors(paths: tuple[str, ...]) -> list[str]:
    """Return the paths of all areas above `paths`."""
    step = Area.steplen
    return sorted({path[:end] for path in paths for end in range(step, len(path), step)})


def _rows(name: str) -> Any:
    """Return the rows of a model of this room that names projects, and so is defined after them."""
    return apps.get_model("programmes", name).objects.all()


class ProjectQuerySet(AreaScopedQuerySet["Project"]):
    """Promotion projects.

    A project reaches its covered areas. It is seen by everybody whose sight lies in its main area
    or touches a covered one, so a grid worker sees the street's project that covers the grid;
    `where_allowed` asks at the main area alone, so that reaching is no right to change. Restricted
    ones are seen by those alone who may see such projects where they reach, and by their leader.
    """

    def visible_to(self, user: Viewer) -> Self:
        """Projects in the sight of `user`."""
        paths = sight_of(user).paths
        return self if paths is None else self.reaching(paths)._readable_by(user)

    def where_allowed(self, user: Viewer, permission: str) -> Self:
        """Projects in whose main area `user` holds `permission`, and that `user` may read."""
        return super().where_allowed(user, permission)._readable_by(user)

    def _readable_by(self, user: Viewer) -> Self:
        sight = sight_of(user)
        held = sight.paths_for(PROJECT_RESTRICTED)
        if held == sight.paths:  # everywhere, or all that is in sight
            return self
        readable = Q(restricted=False) | Q(leader=user)
        if held:
            readable |= Q(pk__in=self.model._default_manager.reaching(held).values("pk"))
        return self.filter(readable)

    def in_area(self, area: Place) -> Self:
        """Projects that lie in the subtree of `area`, or cover some of it, or all of it."""
        return self.reaching((area.path,))

    def reaching(self, paths: tuple[str, ...]) -> Self:
        """Projects of areas below `paths`, or that cover an area below or above one of them."""
        below = Area.objects.order_by().filter(under(paths))
        touched = Area.objects.order_by().filter(under(paths) | Q(path__in=_ancestors(paths)))
        covering = self.model.covered_areas.through.objects.filter(area__in=touched.values("pk"))
        return self.filter(Q(area__in=below.values("pk")) | Q(pk__in=covering.values("project_id")))

    def running_between(self, start: dt.date | None, end: dt.date | None) -> Self:
        """Projects that were running on some day from `start` to `end`, both included.

        None leaves that side open.
        """
        rows = self.filter(running_from__isnull=False)
        if end is not None:
            rows = rows.filter(running_from__lte=end)
        if start is not None:
            rows = rows.filter(Q(running_to=None) | Q(running_to__gt=start))
        return rows

    def running_in(self, period: Period) -> Self:
        """Projects that were running on some day of `period`."""
        return self.running_between(period.start, period.last_day)

    def with_money(self, until: dt.date | None = None) -> Self:
        """Annotate `planned` and `spent` in yuan; expenses up to and with `until` (default all)."""
        expenses = _rows("Expense")
        if until is not None:
            expenses = expenses.filter(day__lte=until)
        lines = _rows("BudgetLine")
        return self.annotate(
            planned=total_of(lines, "project", "planned"),
            spent=total_of(expenses, "line__project", "amount"),
        )

    def with_measure_counts(self, day: dt.date) -> Self:
        """Annotate how many measures there are, are done, are late on `day`; dropped ones left out.

        `measures_total`, `measures_done`, `measures_late`.
        """
        own = _rows("Measure").kept(day)
        return self.annotate(
            measures_total=count_of(own, "project"),
            measures_done=count_of(own.filter(done_on__lte=day), "project"),
            measures_late=count_of(own.promised().late(day), "project"),
        )

    def with_lights(self) -> Self:
        """Annotate `green`, `amber`, `red`: indicators by traffic light of the latest reading."""
        own = _rows("Indicator")
        return self.annotate(
            **{
                light: count_of(own.filter(light=light), "project")
                for light in ("green", "amber", "red")
            }
        )

    def for_list(self, day: dt.date) -> Self:
        """Everything that the register shows of a project."""
        return (
            self.select_related("area", "lead_unit", "leader")
            .with_money()
            .with_measure_counts(day)
            .with_lights()
        )


class Project(WrittenBy, Record):
    """A promotion project. Field groups after domain facts 4.2.

    `area` is where the project is answered for: who may change it is asked there. It reaches
    `covered_areas`, which lie in `area` and are never empty (the services put `area` there).
    `running_from` and `running_to` are written by the moves between stages, so that "running in a
    period" is a comparison of two columns; `running_to` is the first day on which it no longer ran.
    """

    area = models.ForeignKey(
        Area, verbose_name=_("main area"), on_delete=models.PROTECT, related_name="projects"
    )
    covered_areas = models.ManyToManyField(
        Area, verbose_name=_("covered areas"), related_name="covering_projects", blank=True
    )
    code = models.CharField(
        _("project code"),
        max_length=30,
        blank=True,
        help_text=_("Left empty, the portal gives one: year, domain, number (2026-D05-003)."),
    )
    title = models.CharField(_("title"), max_length=100)
    domain = models.CharField(_("domain"), max_length=2, choices=Domain)
    sub_domain = models.CharField(
        _("topic"),
        max_length=60,
        blank=True,
        help_text=_("Within the domain: construction sites, rented houses, household gas …"),
    )
    rollout = models.CharField(
        _("pilot or extension"), max_length=10, choices=Rollout, default=Rollout.WHOLE
    )
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False
    )

    problem = models.TextField(_("problem"), blank=True)
    diagnosis_sources = models.JSONField(_("sources of the diagnosis"), default=list, blank=True)
    baseline = models.TextField(
        _("baseline figures"), blank=True, help_text=_("With their period and source.")
    )

    target_group = models.CharField(
        _("target population"),
        max_length=200,
        blank=True,
        help_text=_("Occupation, vulnerability, situation in words."),
    )
    risk_focus = models.JSONField(_("chosen as"), default=list, blank=True)
    target_sex = models.CharField(_("sex"), max_length=3, choices=TargetSex, default=TargetSex.ALL)
    age_from = models.PositiveSmallIntegerField(
        _("age from"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("age to"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    target_size = models.PositiveIntegerField(_("persons in the target"), null=True, blank=True)
    places = models.CharField(_("places"), max_length=200, blank=True)
    place_count = models.PositiveIntegerField(_("number of places"), null=True, blank=True)

    goal = models.TextField(_("overall goal"), blank=True)
    lead_unit = models.ForeignKey(
        Organisation,
        verbose_name=_("lead unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_projects",
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("project leader (account)"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_projects",
    )
    leader_name = models.CharField(
        _("project leader (name)"),
        max_length=60,
        blank=True,
        help_text=_("For a leader without an account."),
    )
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("partners"), related_name="partner_projects", blank=True
    )
    start = models.DateField(_("planned start"), null=True, blank=True)
    end = models.DateField(_("planned end"), null=True, blank=True)
    running_from = models.DateField(_("running from"), null=True, blank=True, editable=False)
    running_to = models.DateField(_("running until before"), null=True, blank=True, editable=False)

    sustained_mechanism = models.TextField(
        _("lasting mechanism"),
        blank=True,
        help_text=_("The rule, duty or fund that keeps the effect after the project."),
    )
    restricted = models.BooleanField(
        _("restricted"),
        default=False,
        help_text=_(
            "Speaks of children, disabled persons or victims: grid workers and partners do not see "
            "it. Projects for children begin restricted."
        ),
    )
    improvement = models.TextField(
        _("improvement"),
        blank=True,
        help_text=_("Problems found, what is corrected, the plan of the next period."),
    )

    state_field = "stage"
    #: Annotated by `with_measure_counts`.
    measures_total: int
    measures_done: int
    measures_late: int
    #: Annotated by `with_money`, in yuan.
    planned: Decimal
    spent: Decimal

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-start", "code", "id"]
        indexes = [
            models.Index(fields=["area", "stage"], name="project_area_stage"),
            models.Index(fields=["running_from", "running_to"], name="project_running"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code"],
                name="project_code_once",
                violation_error_message=_("A project with this code exists in this area."),
            ),
            models.CheckConstraint(
                condition=models.Q(end=None)
                | models.Q(start=None)
                | models.Q(end__gte=models.F("start")),
                name="project_range",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the project's page."""
        return page_address("programmes:project", self.pk)

    def clean(self) -> None:
        """Check that ages stand in order."""
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValidationError({"age_to": _("The upper age lies below the lower one.")})

    @property
    def led_by(self) -> str:
        """Name of the leader, with or without account; empty when nobody is named."""
        return str(self.leader) if self.leader_id else self.leader_name

    @property
    def diagnosis_labels(self) -> list[str]:
        """Words of the sources of the diagnosis."""
        return [
            str(label) for code, label in DiagnosisSource.choices if code in self.diagnosis_sources
        ]

    @property
    def risk_labels(self) -> list[str]:
        """Words for why the target population was chosen."""
        return [str(label) for code, label in RiskFocus.choices if code in self.risk_focus]


class ProjectStep(Step):
    """A step of a project from one stage to another, with its reason."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps")

    states = Stage
    objects = ProjectPartQuerySet.as_manager()

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"
