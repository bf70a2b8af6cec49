"""Deeds on values of indicators: enter, submit, approve, return, correct."""

import datetime as dt
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from communities.models import Attachment
from communities.services.attachments import attach
from communities.services.saving import save_changes
from lib.errors import DomainError, NotAllowed, Outdated, WrongState
from programmes.models import IndicatorValue, ValueState
from programmes.services.readings import refresh_reading
from programmes.workflow import VALUE_MOVES


@transaction.atomic
def save_value(
    *,
    actor: User | None,
    value: IndicatorValue,
    evidence: UploadedFile | None = None,
) -> IndicatorValue:
    """Add a draft, or save what differs from the stored draft, with its evidence.

    Of a percentage the value is computed from numerator and denominator. Raises WrongState for a
    value that is no draft any more, ValidationError for a period that has a value.
    """
    adding = value._state.adding
    if value.state != ValueState.DRAFT or not (adding or _still_draft(value)):
        raise WrongState(_("Only a draft can be changed."))
    if value.indicator.is_share and None not in (value.numerator, value.denominator):
        value.value = share(value.numerator, value.denominator)
    value.full_clean()
    if adding:
        value.created_by = actor
        value.save(force_insert=True)
        audit.record(actor=actor, code="programmes.value.added", target=value)
    elif changes := save_changes(value):
        audit.record(actor=actor, code="programmes.value.changed", target=value, changes=changes)
    if evidence is not None:
        attach(actor=actor, target=value, upload=evidence)
    return value


def _still_draft(value: IndicatorValue) -> bool:
    """Lock the stored row until the change is in: saving must not undo a submission meanwhile."""
    rows = IndicatorValue.objects.select_for_update().filter(pk=value.pk, state=ValueState.DRAFT)
    return rows.exists()


def share(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return numerator / denominator in percent, to four decimals. Raises DomainError for 0."""
    if denominator <= 0:
        raise DomainError(_("The denominator must be larger than 0."))
    return (100 * numerator / denominator).quantize(Decimal("0.0001"))


@transaction.atomic
def submit_value(*, actor: User, value: IndicatorValue) -> None:
    """Give a draft in for approval. Raises DomainError when there is no evidence."""
    if not has_evidence(value):
        raise DomainError(_("Attach the evidence first."), code="no-evidence")
    if value.period.end > timezone.localdate():
        raise DomainError(_("The period is not over yet."), code="too-early")
    _move(value, ValueState.SUBMITTED, submitted_by=actor, submitted_at=timezone.now())
    audit.record(actor=actor, code="programmes.value.submitted", target=value)


@transaction.atomic
def approve_value(*, actor: User, value: IndicatorValue) -> None:
    """Approve a submitted value and lock it. Raises NotAllowed for the one who submitted it."""
    if value.submitted_by_id == actor.pk:
        raise NotAllowed(_("Somebody else has to approve what you submitted."))
    _move(value, ValueState.APPROVED, approved_by=actor, approved_at=timezone.now())
    audit.record(actor=actor, code="programmes.value.approved", target=value)
    refresh_reading(indicator=value.indicator)


@transaction.atomic
def return_value(*, actor: User, value: IndicatorValue, reason: str) -> None:
    """Give a submitted value back to be mended, with the reason."""
    if value.state != ValueState.SUBMITTED:
        raise WrongState(_("Only a submitted value can be returned."))
    _move(value, ValueState.DRAFT, submitted_by=None, submitted_at=None)
    changes = {"reason": [None, reason]}
    audit.record(actor=actor, code="programmes.value.returned", target=value, changes=changes)


def new_correction(value: IndicatorValue) -> IndicatorValue:
    """Return an unsaved draft that corrects `value`, filled with its figures.

    Raises WrongState unless `value` is approved and has no correction yet.
    """
    if value.state != ValueState.APPROVED:
        raise WrongState(_("Only an approved value is corrected; change the draft instead."))
    if hasattr(value, "correction"):
        raise WrongState(_("A correction of this value exists already."))
    return IndicatorValue(
        indicator=value.indicator,
        period_start=value.period_start,
        value=value.value,
        numerator=value.numerator,
        denominator=value.denominator,
        corrects=value,
    )


def has_evidence(value: IndicatorValue) -> bool:
    """Tell whether a file is attached to `value`."""
    kind = ContentType.objects.get_for_model(IndicatorValue)
    return Attachment.objects.filter(target_type=kind, target_id=value.pk).exists()


def _move(value: IndicatorValue, to: str, **columns: User | dt.datetime | None) -> None:
    """Compare and set the state, so that of two people who act at once one is told."""
    before = value.state
    if to not in VALUE_MOVES[before]:
        raise WrongState(_("This value is “%s” already.") % value.get_state_display())
    rows = IndicatorValue.objects.filter(pk=value.pk, state=before)
    if not rows.update(state=to, updated_at=timezone.now(), **columns):
        raise Outdated(_("Somebody else has changed this value meanwhile. Look at it again."))
    value.refresh_from_db()
