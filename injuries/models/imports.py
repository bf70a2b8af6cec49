"""A workbook on its way into the register."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from communities.sight import Viewer
from injuries.models.sites import ReportingSite, of_own_sites
from injuries.permissions import IMPORT_RUN
from injuries.workflow import ImportStage
from lib.crypto import EncryptedJSONField
from lib.jobs import JobFields, JobQuerySet, JobState
from lib.numerals import format_number
from lib.records import Record, page_address
from lib.sealed_files import EncryptedFileField
from lib.workflow import Step

#: Refused rows of a committed batch are work for this long; then they count as left out.
CORRECTION_TIME = dt.timedelta(days=30)


def batch_path(batch: "ImportBatch", filename: str) -> str:
    """Return where the (encrypted) workbook is kept."""
    return f"imports/{batch.pk.hex[-2:]}/{batch.pk}.bin"


class BatchQuerySet(  # type: ignore[override]  # the plugin gives each base a manager of its own
    JobQuerySet["ImportBatch"], AreaScopedQuerySet["ImportBatch"]
):
    """Import batches."""

    def visible_to(self, user: Viewer) -> Self:
        """Batches of areas in which `user` may import; a reporter's own ones."""
        return self.where_allowed(user, IMPORT_RUN).filter(of_own_sites(user))

    def waiting_for_staff(self, now: dt.datetime | None = None) -> Self:
        """Batches with which a person has to go on: columns, commit, a failure, refused rows."""
        stage = self.model.Stage
        lately = (now or timezone.now()) - CORRECTION_TIME
        return self.filter(
            Q(stage__in=[stage.MAPPING, stage.WORDS, stage.PREVIEW])
            | Q(
                stage__in=[stage.READING, stage.CHECKING, stage.COMMITTING],
                job_state=JobState.FAILED,
            )
            | Q(stage=stage.COMMITTED, bad_rows__gt=0, committed_at__gte=lately)
        )

    def unfinished(self) -> Self:
        """Batches with which somebody has to go on, and those that a worker has."""
        stage = self.model.Stage
        rows = self.exclude(stage__in=[stage.UNDONE, stage.DISCARDED])
        return rows.exclude(stage=stage.COMMITTED, bad_rows=0)

    def waiting_for(self, user: User) -> Self:
        """Batches with which `user`, who sent them, has to go on: another one's are not his."""
        return self.waiting_for_staff().filter(created_by=user)


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Rows of a batch about which there is something to say."""

    def refused(self) -> Self:
        """Rows with errors: they are not committed."""
        return self.filter(state=self.model.State.REFUSED)

    def unchanged(self) -> Self:
        """Rows that the register has already as they are: they are not committed either."""
        return self.filter(state=self.model.State.UNCHANGED)

    def told(self) -> Self:
        """Rows with errors or warnings, those first that wait for a correction."""
        refused = models.Case(models.When(state=self.model.State.REFUSED, then=0), default=1)
        return self.exclude(state=self.model.State.GOOD).order_by(refused, "number")


class ImportBatch(JobFields, Record):
    """A workbook of injury cards: stored, read, its columns understood, checked, committed.

    Counts are of the rows below the heading that are not empty. `good_rows` + `bad_rows` +
    `unchanged_rows` = `total_rows`; after a commit all good rows are `committed_rows`. Unchanged
    rows count among `duplicate_rows` too. The workbook is kept encrypted until the retention task
    removes it. `mapping` is a list of field names by column, "" for a column that is left out; it
    is empty when a named `profile` reads the table. `personal` are the places of columns whose
    cells were seen to be data of persons. `sheets` are those among which the sender has to choose;
    until then there are no `headings`. `samples` are the first rows, for the page of the columns:
    only workers open the workbook. `notes` are {code, params} of what is to be said about the whole
    workbook (`injuries.wording.NOTES`).
    `words` maps fields to what the sender said that words mean ("": as if the cell were empty);
    `unknown` are the words that nothing knows: {field: {word: rows}}.
    `language` is that of whoever sent it: the worker's messages are written in it.
    """

    Stage = ImportStage
    WORKED_ON = (ImportStage.READING, ImportStage.CHECKING, ImportStage.COMMITTING)
    state_field = "stage"

    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        on_delete=models.PROTECT,
        related_name="injury_imports",
        help_text=_("Rows that name no area of residence are filed here."),
    )
    reporting_site = models.ForeignKey(
        ReportingSite,
        verbose_name=_("reporting site"),
        on_delete=models.PROTECT,
        related_name="imports",
    )
    stage = models.CharField(
        _("state"), max_length=10, choices=Stage, default=Stage.READING, editable=False
    )
    file = EncryptedFileField(upload_to=batch_path, editable=False)
    filename = models.CharField(_("file name"), max_length=150, editable=False)
    file_sha256 = models.CharField(max_length=64, editable=False)
    language = models.CharField(max_length=10, default="zh-hans", editable=False)
    profile = models.CharField(max_length=20, default="card", editable=False)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True, editable=False)
    heading_row = models.PositiveIntegerField(default=1, editable=False)
    headings = models.JSONField(default=list, editable=False)
    mapping = models.JSONField(default=list, editable=False)
    personal = models.JSONField(default=list, editable=False)
    sheets = models.JSONField(default=list, editable=False)
    samples = EncryptedJSONField(default=list, editable=False)
    notes = models.JSONField(default=list, editable=False)
    words = EncryptedJSONField(default=dict, editable=False)
    unknown = EncryptedJSONField(default=dict, editable=False)
    total_rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    good_rows = models.PositiveIntegerField(_("good rows"), default=0, editable=False)
    unchanged_rows = models.PositiveIntegerField(_("unchanged rows"), default=0, editable=False)
    bad_rows = models.PositiveIntegerField(_("refused rows"), default=0, editable=False)
    warned_rows = models.PositiveIntegerField(_("rows with warnings"), default=0, editable=False)
    duplicate_rows = models.PositiveIntegerField(
        _("possible duplicates"), default=0, editable=False
    )
    committed_rows = models.PositiveIntegerField(_("committed rows"), default=0, editable=False)
    committed_at = models.DateTimeField(_("committed at"), null=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("injury import")
        verbose_name_plural = _("injury imports")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["area", "-created_at"], name="import_area_date")]

    def __str__(self) -> str:
        return f"{self.filename} · {self.reporting_site}"

    def get_absolute_url(self) -> str:
        """Return the batch's page."""
        return page_address("injuries:import", self.pk)

    @property
    def asks_for_sheet(self) -> bool:
        """True while nobody has said which of several sheets is meant."""
        return bool(self.sheets) and not self.headings

    @property
    def at_work(self) -> bool:
        """True while a worker has, or should take, the batch."""
        return self.stage in self.WORKED_ON and not self.has_failed

    @property
    def stage_in_words(self) -> str | Promise:
        """Where the import stands, what of it is still to be done, or that its work has stopped."""
        if self.has_failed:
            return _("stopped")
        if self.stage != self.Stage.COMMITTED or not self.bad_rows:
            return self.get_stage_display()
        return gettext("%(committed)s rows committed, %(refused)s rows to correct") % {
            "committed": format_number(self.committed_rows),
            "refused": format_number(self.bad_rows),
        }

    @property
    def tone(self) -> str:
        """Bootstrap tone of the stage."""
        stage = self.Stage
        if self.has_failed:
            return "danger"
        tones: dict[str, str] = {
            stage.READING: "info",
            stage.MAPPING: "warning",
            stage.WORDS: "warning",
            stage.PREVIEW: "warning",
            stage.CHECKING: "info",
            stage.COMMITTING: "info",
            stage.COMMITTED: "warning" if self.bad_rows else "success",
        }
        return tones.get(self.stage, "secondary")

    @cached_property
    def received_on(self) -> dt.date:
        """The day on which the workbook came."""
        return timezone.localdate(self.created_at)

    @property
    def uncommitted_rows(self) -> int:
        """Good rows that are not yet records."""
        return self.good_rows - self.committed_rows

    @property
    def doubtful_rows(self) -> int:
        """Rows that look like a card that is there, and are not the same."""
        return self.duplicate_rows - self.unchanged_rows

    @property
    def has_failed(self) -> bool:
        """True when the work on it ended in an error."""
        return self.stage in self.WORKED_ON and self.job_state == JobState.FAILED


class ImportStep(Step):
    """A step of an import from one stage to another."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="steps")

    states = ImportStage

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of an import")
        verbose_name_plural = _("steps of imports")

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"


class ImportRow(models.Model):
    """A row of a batch that has errors or warnings, or that was corrected and sent again.

    Rows with nothing to say have no ImportRow. A good row waits as `StagedRecord(batch,
    batch_row=number)`; the record that it became is `InjuryRecord(batch, batch_row=number)`.
    `number` is the row's number in the sheet as Excel shows it; `cells` its cells; `errors` and
    `warnings`, which quote them, lists of {field, column, code, params} whose words are in
    `injuries.wording`, so that everybody reads them in his language.
    """

    class State(models.TextChoices):
        """What becomes of the row."""

        REFUSED = "refused", _("refused")
        WARNED = "warned", _("taken with warnings")
        GOOD = "good", _("corrected")
        UNCHANGED = "same", _("unchanged")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(max_length=8, choices=State)
    corrected = models.BooleanField(default=False)
    duplicate = models.BooleanField(default=False)
    cells = EncryptedJSONField(default=list)
    errors = EncryptedJSONField(default=list)
    warnings = EncryptedJSONField(default=list)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_number")
        ]
        indexes = [models.Index(fields=["batch", "state", "number"], name="import_row_state")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
