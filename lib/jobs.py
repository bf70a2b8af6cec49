"""Work in the background: a message is a doorbell, the row is the record.

A model that is worked on by Celery takes `JobFields`. Its task calls `claim`, works, calls
`progress` now and then and `finish` or `fail`; a beat sweeper rings again for rows whose lease is
over. So a killed worker, a lost message or a doubled one change nothing but the time it takes.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = dt.timedelta(minutes=3)
MAX_ATTEMPTS = 5


class JobState(models.TextChoices):
    """State of work."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class JobQuerySet(models.QuerySet):
    """Rows that carry work."""

    def overdue_jobs(self, now: dt.datetime | None = None) -> Self:
        """Work that nobody is doing: waiting, or running with a lease that is over."""
        now = now or timezone.now()
        return self.filter(
            Q(job_state=JobState.WAITING) | Q(job_state=JobState.RUNNING, lease_until__lt=now),
            attempts__lt=MAX_ATTEMPTS,
        )

    def claim(self, pk: object, now: dt.datetime | None = None) -> bool:
        """Take the work of row `pk` for LEASE; False when another worker holds it or it is done.

        A compare-and-set, so two workers that hear the same bell cannot both win.
        """
        now = now or timezone.now()
        return bool(
            self.overdue_jobs(now)
            .filter(pk=pk)
            .update(
                job_state=JobState.RUNNING,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
                job_error="",
            )
        )

    def give_up(self, message: str, now: dt.datetime | None = None) -> int:
        """Fail what was tried MAX_ATTEMPTS times without an end; return how many.

        Such work kills its worker every time: trying for ever would starve everything else.
        """
        now = now or timezone.now()
        return self.filter(
            job_state=JobState.RUNNING, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS
        ).update(job_state=JobState.FAILED, job_error=message, lease_until=None)


class JobFields(models.Model):
    """Columns of a row that carries work; see the module's text."""

    job_state = models.CharField(
        _("state of work"), max_length=8, choices=JobState, default=JobState.WAITING, editable=False
    )
    job_error = models.TextField(_("error"), blank=True, editable=False)
    done_steps = models.PositiveIntegerField(default=0, editable=False)
    total_steps = models.PositiveIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def percent(self) -> int:
        """Progress, 0 to 100."""
        return min(100, self.done_steps * 100 // self.total_steps) if self.total_steps else 0

    def progress(self, done: int, total: int) -> None:
        """Record progress and prolong the lease. Write outside the work's own transaction."""
        self.done_steps, self.total_steps = done, total
        self.lease_until = timezone.now() + LEASE
        type(self)._base_manager.filter(pk=self.pk, job_state=JobState.RUNNING).update(
            done_steps=done, total_steps=total, lease_until=self.lease_until
        )

    def finish(self) -> None:
        """Record the end of the work."""
        self._end(JobState.DONE, "")

    def fail(self, message: str) -> None:
        """Record that the work cannot be done, with a sentence that says what to do."""
        self._end(JobState.FAILED, message)

    def _end(self, state: JobState, message: str) -> None:
        self.job_state, self.job_error, self.lease_until = state, message, None
        self.save(update_fields=["job_state", "job_error", "lease_until", "updated_at"])

    def renew(self) -> None:
        """Put ended work back into the queue."""
        self.job_state, self.attempts, self.job_error = JobState.WAITING, 0, ""
        self.done_steps = self.total_steps = 0
        self.save(
            update_fields=[
                "job_state",
                "attempts",
                "job_error",
                "done_steps",
                "total_steps",
                "updated_at",
            ]
        )
