"""A workbook on its way into a register."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from communities.models import Area
from communities.querysets import AreaScopedQuerySet
from communities.sight import Viewer
from ledgers.declaration import Ledger, registers
from ledgers.models.origins import Origin
from ledgers.permissions import LEDGER_RUN
from ledgers.workflow import ASKS, WORKED_ON, Stage
from lib.crypto import EncryptedJSONField
from lib.jobs import JobFields, JobQuerySet, JobState
from lib.numerals import format_number
from lib.records import Record
from lib.sealed_files import EncryptedFileField
from lib.workflow import Step

#: Refused rows of a committed batch are work for this long; then they count as left out.
CORRECTION_TIME = dt.timedelta(days=30)


def batch_path(batch: "Batch", filename: str) -> str:
    """Return where the (encrypted) workbook is kept."""
    return f"ledgers/{batch.pk.hex[-2:]}/{batch.pk}.bin"


class WorkbookQuerySet(  # type: ignore[override]  # the plugin gives each base a manager of its own
    JobQuerySet["Batch"], AreaScopedQuerySet["Batch"]
):
    """Batches."""

    def visible_to(self, user: Viewer) -> Self:
        """Batches of areas in which `user` may bring their register in."""
        rows = self.where_allowed(user, LEDGER_RUN)
        seen = Q(pk__in=[])
        for ledger in registers:
            in_reach = rows.where_allowed(user, ledger.permission).filter(register=ledger.key)
            seen |= Q(pk__in=in_reach.order_by().values("pk"))
        return rows.filter(seen)

    def waiting_for_staff(self, now: dt.datetime | None = None) -> Self:
        """Batches with which a person has to go on."""
        lately = (now or timezone.now()) - CORRECTION_TIME
        return self.filter(
            Q(stage__in=ASKS)
            | Q(stage__in=WORKED_ON, job_state=JobState.FAILED)
            | Q(stage=Stage.COMMITTED, committed_at__gte=lately)
            & (Q(bad_rows__gt=0) | Q(doubtful_rows__gt=0))
        )

    def unfinished(self) -> Self:
        """Batches with which somebody has to go on, and those that a worker has."""
        rows = self.exclude(stage__in=[Stage.UNDONE, Stage.DISCARDED])
        return rows.exclude(stage=Stage.COMMITTED, bad_rows=0, doubtful_rows=0)

    def waiting_for(self, user: User) -> Self:
        """Batches with which `user`, who sent them, has to go on: another one's are not his."""
        return self.waiting_for_staff().filter(created_by=user)


class Batch(JobFields, Record):
    """A workbook of one register: stored, read, understood, checked, committed.

    Counts are of the rows below the heading that are not empty: `new_rows` + `changed_rows` +
    `same_rows` + `doubtful_rows` + `bad_rows` = `total_rows`. `added_rows` and `updated_rows` are
    what was committed. `mapping` is a list of keys of fields by column, "" for a column that is
    left out. `words` maps keys of fields to what the uploader said that words mean; `unknown` are
    the words that were met and that nothing knows, as {field: {word: rows}}. `findings` counts what
    is wrong by kind: [{kind, level, count}]. `clears` says that empty cells empty the stored field.
    """

    Stage = Stage
    state_field = "stage"

    register = models.CharField(max_length=40, editable=False)
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        on_delete=models.PROTECT,
        related_name="ledger_batches",
        help_text=_("Rows that name no area are filed here."),
    )
    origin = models.ForeignKey(
        Origin,
        verbose_name=_("origin"),
        on_delete=models.PROTECT,
        related_name="batches",
        editable=False,
    )
    stage = models.CharField(
        _("state"), max_length=10, choices=Stage, default=Stage.READING, editable=False
    )
    clears = models.BooleanField(
        _("empty cells empty the field"),
        default=False,
        help_text=_("Otherwise an empty cell leaves what the register has."),
    )
    file = EncryptedFileField(upload_to=batch_path, editable=False)
    filename = models.CharField(_("file name"), max_length=150, editable=False)
    file_sha256 = models.CharField(max_length=64, editable=False)
    language = models.CharField(max_length=10, default="zh-hans", editable=False)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True, editable=False)
    heading_row = models.PositiveIntegerField(default=1, editable=False)
    headings = models.JSONField(default=list, editable=False)
    mapping = models.JSONField(default=list, editable=False)
    sheets = models.JSONField(default=list, editable=False)
    samples = EncryptedJSONField(default=list, editable=False)
    notes = models.JSONField(default=list, editable=False)
    words = EncryptedJSONField(default=dict, editable=False)
    unknown = EncryptedJSONField(default=dict, editable=False)
    findings = models.JSONField(default=list, editable=False)
    total_rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    new_rows = models.PositiveIntegerField(_("new rows"), default=0, editable=False)
    changed_rows = models.PositiveIntegerField(_("changed rows"), default=0, editable=False)
    same_rows = models.PositiveIntegerField(_("unchanged rows"), default=0, editable=False)
    doubtful_rows = models.PositiveIntegerField(_("doubtful rows"), default=0, editable=False)
    bad_rows = models.PositiveIntegerField(_("refused rows"), default=0, editable=False)
    added_rows = models.PositiveIntegerField(_("added rows"), default=0, editable=False)
    updated_rows = models.PositiveIntegerField(_("updated rows"), default=0, editable=False)
    kept_rows = models.PositiveIntegerField(_("rows that stayed"), default=0, editable=False)
    committed_at = models.DateTimeField(_("committed at"), null=True, editable=False)

    objects = WorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger brought in")
        verbose_name_plural = _("ledgers brought in")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["register", "-created_at"], name="ledger_register"),
            models.Index(fields=["area", "-created_at"], name="ledger_area"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} · {self.ledger.label}"

    def get_absolute_url(self) -> str:
        """Return the batch's page."""
        return reverse("ledgers:batch", args=[self.pk])

    @property
    def ledger(self) -> Ledger:
        """The register into which it comes."""
        return registers[self.register]

    @property
    def asks_for_sheet(self) -> bool:
        """True while nobody has said which of several sheets is meant."""
        return bool(self.sheets) and not self.headings

    @property
    def at_work(self) -> bool:
        """True while a worker has, or should take, the batch."""
        return self.stage in WORKED_ON and not self.has_failed

    @property
    def has_failed(self) -> bool:
        """True when the work on it ended in an error."""
        return self.stage in WORKED_ON and self.job_state == JobState.FAILED

    @property
    def writable_rows(self) -> int:
        """Rows that a commit would write."""
        return self.new_rows + self.changed_rows

    @property
    def committed_rows(self) -> int:
        """Rows that were written."""
        return self.added_rows + self.updated_rows

    @property
    def open_rows(self) -> int:
        """Rows about which somebody has to do something."""
        return self.bad_rows + self.doubtful_rows

    @property
    def stage_in_words(self) -> str | Promise:
        """Where it stands, what of it is still to be done, or that its work has stopped."""
        if self.has_failed:
            return _("stopped")
        if self.stage != Stage.COMMITTED or not self.open_rows:
            return self.get_stage_display()
        return gettext("%(committed)s rows committed, %(refused)s rows to correct") % {
            "committed": format_number(self.committed_rows),
            "refused": format_number(self.open_rows),
        }

    @property
    def tone(self) -> str:
        """Tone of the stage."""
        if self.has_failed:
            return "danger"
        if self.stage in ASKS or self.stage == Stage.COMMITTED and self.open_rows:
            return "warning"
        if self.stage in WORKED_ON:
            return "info"
        return "success" if self.stage == Stage.COMMITTED else "secondary"

    def column_of(self, key: str) -> int | None:
        """Return the column that fills a field."""
        return self.mapping.index(key) if key in self.mapping else None

    def is_of(self, user: Any) -> bool:
        """Tell whether `user` sent it: nobody else sees its cells."""
        return self.created_by_id == user.pk


class BatchStep(Step):
    """A step of a batch from one stage to another."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="steps")

    states = Stage

    class Meta(Step.Meta):
        abstract = False
        verbose_name = _("step of a ledger brought in")
        verbose_name_plural = _("steps of ledgers brought in")

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"
