"""A report: its scope, its snapshot, how far it has come, who signed."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import User
from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from documents import Document, Seal, Signature as SignatureLine
from lib.bilingual import Text
from lib.jobs import JobFields, JobQuerySet
from lib.periods import Period, PeriodKind
from lib.records import Record, page_address
from lib.workflow import Step, WrittenBy, not_own
from reports.models.templates import PERIOD_KINDS, ReportTemplate
from reports.permissions import RUN_REVIEW, RUN_SIGN
from reports.workflow import REVIEW, SIGN, RunState


class ReportRunQuerySet(  # type: ignore[override]  # the plugin gives each base a manager of its own
    JobQuerySet["ReportRun"], AreaScopedQuerySet["ReportRun"]
):
    """Reports."""

    def for_list(self) -> Self:
        """Without the document, which can weigh megabytes."""
        return self.select_related("area", "template").defer("document")

    def waiting_for_review_by(self, user: User) -> Self:
        """Drafts that `user` may review: not those in which the user wrote."""
        return not_own(self, REVIEW, user)

    def waiting_for_signature_of(self, user: User) -> Self:
        """Reviewed, and not yet signed, written in or reviewed by `user`."""
        return not_own(self, SIGN, user).exclude(signatures__signer=user)

    def to_review_by(self, user: User) -> Self:
        """Drafts that `user` may review where they lie."""
        return self.where_allowed(user, RUN_REVIEW).waiting_for_review_by(user)

    def to_sign_by(self, user: User) -> Self:
        """Reports that `user` may sign where they lie, and has not signed."""
        return self.where_allowed(user, RUN_SIGN).waiting_for_signature_of(user)

    def with_others_for(self, user: User) -> Self:
        """Reviewed reports that `user` wrote in or reviewed: the committee has to sign."""
        wrote = self.model._base_manager.filter(written_by=user).values("pk")
        mine = models.Q(reviewed_by=user) | models.Q(pk__in=wrote)
        return self.filter(mine, state=RunState.REVIEWED)

    def to_compute(self, now: dt.datetime | None = None) -> Self:
        """Reports whose figures nobody is computing although they should be."""
        return self.filter(state=RunState.COMPUTING).overdue_jobs(now)


class ReportRun(JobFields, WrittenBy, Record):
    """One evaluation report of an area and a period.

    `document` is the snapshot from which every rendering is made; `document_hash` is its SHA-256
    and `figures_hash` the same without what staff may write. A signed run never changes: a
    correction is a new version that names the old one in `corrects`.
    """

    template = models.ForeignKey(
        ReportTemplate, verbose_name=_("template"), on_delete=models.PROTECT
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="reports"
    )
    period_start = models.DateField(_("period"))
    period_kind = models.CharField(max_length=8, choices=PERIOD_KINDS)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        related_name="corrected_by",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RunState, default=RunState.COMPUTING
    )
    as_of = models.DateTimeField(_("figures as of"), null=True)
    code_version = models.CharField(_("version of the portal"), max_length=40, blank=True)
    current_section = models.JSONField(default=dict)
    document = models.JSONField(null=True)
    document_hash = models.CharField(_("hash"), max_length=64, blank=True)
    figures_hash = models.CharField(max_length=64, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-period_start", "area__path", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "area", "period_start", "version"], name="report_once"
            )
        ]
        indexes = [models.Index(fields=["area", "-period_start"], name="report_area_period")]

    def __str__(self) -> str:
        version = f" v{self.version}" if self.version > 1 else ""
        return f"{self.area} · {self.template} · {self.period}{version}"

    def get_absolute_url(self) -> str:
        """Return the report's page."""
        return page_address("reports:run", self.pk)

    @property
    def period(self) -> Period:
        """The period of the report."""
        return Period(self.period_start, PeriodKind(self.period_kind))

    @cached_property
    def snapshot(self) -> Document:
        """The stored document. Raises DocumentFormatError when it cannot be read."""
        return Document.from_json(self.document)

    @property
    def tone(self) -> str:
        """Colour of the state's badge."""
        return RunState(self.state).tone

    @property
    def file_name(self) -> str:
        """Name for a download, without suffix."""
        return f"{self.area}-{self.template}-{self.period.code}-v{self.version}"

    def seal(self) -> Seal:
        """Return state, number and signatures as the renderers print them."""
        lines = [
            SignatureLine(role=one.role or SIGNER_ROLE, name=one.name, signed_at=one.signed_at)
            for one in self.signatures.all()
        ]
        missing = self.template.required_signatures - len(lines)
        lines += [SignatureLine(role=one) for one in [SIGNER_ROLE] * max(missing, 0)]
        status: Any = "draft" if self.state == RunState.COMPUTING else self.state
        return Seal(
            status=status, number=f"{self.period.code}-v{self.version}", signatures=tuple(lines)
        )


SIGNER_ROLE = Text("促进委员会委员", "Member of the promotion committee")


class RunStep(Step):
    """What was done with a report."""

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="steps")

    states = RunState
    objects = AreaScopedQuerySet.as_manager()

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of a report")

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"


class Signature(models.Model):
    """A committee member's signature under the hash of the document as it was read."""

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signed by"), on_delete=models.PROTECT
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    role = models.CharField(_("role"), max_length=60, blank=True)
    document_hash = models.CharField(_("hash"), max_length=64)
    opinion = models.TextField(_("opinion"), blank=True)
    signed_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["run", "signer"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.name} {timezone.localtime(self.signed_at):%Y-%m-%d}"
