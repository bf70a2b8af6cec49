"""Work in the background: a message is a doorbell, the row is the record.

A model that is worked on by Celery takes `JobFields`. Its task calls `claim`, works, calls
`progress` now and then and `finish` or `fail`; a beat sweeper rings again for rows whose lease is
over. So a killed worker, a lost message or a doubled one change nothing but the time it takes.

Every write of a worker names the claim it holds. One that comes late, after its lease was over and
another has taken the work or somebody has ended it, gets LostClaim and leaves without a trace:
what it writes elsewhere stands in a transaction that begins with `hold`.
"""

import datetime as dt
from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.notice_kinds import tell_failure
from lib.records import Record

Row = TypeVar("Row", bound="JobFields", covariant=True)

LEASE = dt.timedelta(minutes=3)
MAX_ATTEMPTS = 5


class LostClaim(Exception):
    """The work is no longer this worker's: nothing more may be written."""


class JobState(models.TextChoices):
    """State of work."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class JobQuerySet(models.QuerySet[Row]):
    """Rows that carry work."""

    def overdue_jobs(self, now: dt.datetime | None = None) -> Self:
        """Work that nobody is doing: waiting, or running with a lease that is over."""
        now = now or timezone.now()
        return self.filter(
            Q(job_state=JobState.WAITING) | Q(job_state=JobState.RUNNING, lease_until__lt=now),
            attempts__lt=MAX_ATTEMPTS,
        )

    def claim(self, pk: object, now: dt.datetime | None = None) -> Row | None:
        """Take the work of row `pk` for LEASE and return the row with the number of the claim.

        None when another worker holds it or it is done. A compare-and-set, so two workers that
        hear the same bell cannot both win.
        """
        if (number := self._take(pk, now or timezone.now())) is None:
            return None
        # Read after the claim is stored: whatever this waits for, nobody else begins meanwhile.
        if (row := self.filter(pk=pk).first()) is not None:
            row.claims = number
        return row

    @transaction.atomic
    def _take(self, pk: object, now: dt.datetime) -> int | None:
        waiting = self.select_related(None).overdue_jobs(now).filter(pk=pk)
        won = waiting.update(
            job_state=JobState.RUNNING,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            claims=F("claims") + 1,
            job_error="",
        )
        rows = self.model._base_manager.filter(pk=pk)
        return rows.values_list("claims", flat=True).get() if won else None

    def give_up(self, message: str, now: dt.datetime | None = None) -> int:
        """Fail what was tried MAX_ATTEMPTS times without an end; return how many.

        Such work kills its worker every time: trying for ever would starve everything else.
        """
        lost = {"job_state": JobState.RUNNING, "lease_until__lt": now or timezone.now()}
        given_up = 0
        for row in self.filter(**lost, attempts__gte=MAX_ATTEMPTS):
            ended = {"job_state": JobState.FAILED, "job_error": message, "lease_until": None}
            with transaction.atomic():
                if self.filter(pk=row.pk, **lost).update(**ended):
                    row.tell_failure()
                    given_up += 1
        return given_up


class JobFields(models.Model):
    """Columns of a row that carries work; see the module's text."""

    job_state = models.CharField(
        _("state of work"), max_length=8, choices=JobState, default=JobState.WAITING, editable=False
    )
    job_error = models.TextField(_("error"), blank=True, editable=False)
    done_steps = models.PositiveIntegerField(default=0, editable=False)
    total_steps = models.PositiveIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    #: How often the work was ever taken; unlike `attempts` it never begins anew.
    claims = models.PositiveIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    #: The column that says since when the work could have been done.
    waits_since = "created_at"

    class Meta:
        abstract = True

    @property
    def percent(self) -> int:
        """Progress, 0 to 100."""
        return min(100, self.done_steps * 100 // self.total_steps) if self.total_steps else 0

    def hold(self, **still: object) -> None:
        """Make sure that the work is still this worker's and `still` holds; prolong the lease.

        Inside a transaction the row is then locked: nobody takes the work before its end.
        """
        self._write({"lease_until": timezone.now() + LEASE}, still)

    def progress(self, done: int, total: int, **told: object) -> None:
        """Record progress and prolong the lease. Write outside the work's own transaction."""
        lease = timezone.now() + LEASE
        self._write({"done_steps": done, "total_steps": total, "lease_until": lease, **told})

    def finish(self) -> None:
        """Record the end of the work."""
        self._end(JobState.DONE, "")

    def fail(self, message: str) -> None:
        """Record that the work cannot be done, with a sentence that says what to do; tell of it."""
        with transaction.atomic():
            self._end(JobState.FAILED, message)
            self.tell_failure()

    def tell_failure(self) -> None:
        """Tell whoever asked for the work, if somebody did and it has a page."""
        if isinstance(self, Record):
            tell_failure(self, self.claims)

    def let_go(self) -> None:
        """Give the work back at once: what hindered it heals, so the sweeper rings again."""
        self._write({"lease_until": timezone.now()})

    def _end(self, state: JobState, message: str) -> None:
        self._write({"job_state": state, "job_error": message, "lease_until": None})

    def _write(self, columns: dict[str, Any], still: dict[str, Any] | None = None) -> None:
        """Write `columns` under the claim that this worker holds; LostClaim when it is gone."""
        held = type(self)._base_manager.filter(
            pk=self.pk, job_state=JobState.RUNNING, claims=self.claims, **(still or {})
        )
        if not held.update(**columns):
            raise LostClaim
        for name, value in columns.items():
            setattr(self, name, value)

    def renew(self) -> None:
        """Put ended work back into the queue."""
        self.job_state, self.attempts, self.job_error = JobState.WAITING, 0, ""
        self.done_steps = self.total_steps = 0
        self.lease_until = None
        columns = [
            "job_state",
            "attempts",
            "job_error",
            "done_steps",
            "total_steps",
            "lease_until",
        ]
        if isinstance(self, Record):
            columns.append("updated_at")
        self.save(update_fields=columns)
