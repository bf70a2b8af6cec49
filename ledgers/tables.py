"""Columns of the list of batches."""

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.tables import area_column
from ledgers.models import Batch
from ledgers.workflow import Stage
from lib.marks import badge
from lib.table import NUMBER, Column, Table, choice, link


def _stage(batch: Batch) -> SafeString:
    """Draw where a batch stands, or that its work has stopped."""
    return badge(batch.stage_in_words, batch.tone)


def _count(heading: str | Promise, name: str) -> Column:
    return Column(heading, lambda batch: getattr(batch, name), name=name, order=(name,), css=NUMBER)


BATCH_TABLE = Table(
    columns=(
        Column(
            _("Received at"),
            lambda batch: batch.created_at,
            18,
            name="created_at",
            order=("created_at",),
        ),
        Column(
            _("File name"),
            lambda batch: batch.filename,
            30,
            name="filename",
            order=("filename",),
            draw=lambda batch: link(batch, batch.filename),
        ),
        Column(
            pgettext_lazy("ledger", "Register"),
            lambda batch: str(batch.ledger.label),
            16,
            name="register",
            order=("register",),
        ),
        area_column(),
        choice(_("State"), "stage", Stage, width=18, draw=_stage, phone="badge"),
        _count(_("Rows"), "total_rows"),
        _count(_("Added rows"), "added_rows"),
        _count(_("Updated rows"), "updated_rows"),
        _count(_("Refused rows"), "bad_rows"),
        Column(
            _("Sent by"),
            lambda batch: str(batch.created_by or ""),
            name="created_by",
            order=("created_by__full_name",),
        ),
    ),
    order=("-created_at",),
)
