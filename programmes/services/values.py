"""Actions on values of indicators: enter, submit, approve, return, correct."""

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
from lib.errors import DomainError, WrongState
from lib.workflow import note_writer, take_step
from programmes.models import IndicatorValue, ValueState, ValueStep
from programmes.services.readings import refresh_reading
from programmes.workflow import APPROVE, RETURN, SUBMIT


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
    top, bottom = value.numerator, value.denominator
    if value.indicator.is_share and top is not None and bottom is not None:
        value.value = share(top, bottom)
    value.full_clean()
    if adding:
        value.created_by = actor
        value.save(force_insert=True)
        audit.record(actor=actor, code="programmes.value.added", target=value)
    elif changes := save_changes(value):
        audit.record(actor=actor, code="programmes.value.changed", target=value, changes=changes)
    if evidence is not None:
        attach(actor=actor, target=value, upload=evidence)
    note_writer(value, actor)
    return value


@transaction.atomic
def save_and_submit(
    *, actor: User, value: IndicatorValue, evidence: UploadedFile | None = None
) -> IndicatorValue:
    """Save a draft and give it in for approval, both or neither.

    Raises what `save_value` and `submit_value` raise.
    """
    save_value(actor=actor, value=value, evidence=evidence)
    submit_value(actor=actor, value=value)
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
def submit_value(*, actor: User, value: IndicatorValue, revision: int | None = None) -> None:
    """Give a draft in for approval. Raises DomainError when there is no evidence."""
    if not has_evidence(value):
        raise DomainError(_("Attach the evidence first."), code="no-evidence")
    if value.period.end > timezone.localdate():
        raise DomainError(_("The period is not over yet."), code="too-early")
    columns = {"submitted_by": actor, "submitted_at": timezone.now()}
    take_step(value, SUBMIT, actor=actor, revision=revision, columns=columns)


@transaction.atomic
def approve_value(
    *, actor: User, value: IndicatorValue, opinion: str = "", revision: int | None = None
) -> None:
    """Approve a submitted value, with an opinion, and lock it.

    Raises NotAllowed for who wrote any part of it.
    """
    columns = {"approved_by": actor, "approved_at": timezone.now()}
    take_step(value, APPROVE, actor=actor, revision=revision, note=opinion, columns=columns)
    refresh_reading(indicator=value.indicator)


@transaction.atomic
def return_value(
    *, actor: User, value: IndicatorValue, reason: str, revision: int | None = None
) -> ValueStep:
    """Give a submitted value back to be mended, with the reason."""
    columns = {"submitted_by": None, "submitted_at": None}
    return take_step(value, RETURN, actor=actor, revision=revision, note=reason, columns=columns)


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
