"""Actions on money."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from lib.errors import DomainError
from lib.ids import new_id
from programmes.models import BudgetLine, Expense


@transaction.atomic
def add_expense(
    *,
    actor: User | None,
    line: BudgetLine,
    day: dt.date,
    amount: Decimal,
    note: str = "",
    key: UUID | None = None,
) -> Expense:
    """Append an expense in yuan to `line`; a negative one takes an entry back and needs a note.

    More than was planned is taken: money is spent before it is asked about, and the page shows it.
    """
    if day > timezone.localdate():
        raise DomainError(_("The day lies in the future."))
    if amount == 0:
        raise DomainError(_("The amount must not be 0."))
    if amount < 0 and not note.strip():
        raise DomainError(_("Say why an entry is taken back."))
    expense = Expense(
        pk=key or new_id(), line=line, day=day, amount=amount, note=note, created_by=actor
    )
    expense.full_clean()
    expense.save(force_insert=True)
    audit.record(
        actor=actor,
        code="programmes.expense.added",
        target=line.project,
        changes={"expense": [None, f"{line.item}: {amount}"]},
    )
    return expense
