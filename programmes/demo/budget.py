"""Money of the demonstration's projects: lines, and four payments of each."""

import datetime as dt
from decimal import Decimal

from programmes.demo.making import Making
from programmes.models import BudgetLine, Expense


def make_budget(making: Making) -> None:
    """Make the lines of the budget, with payments once the project has run."""
    lines = BudgetLine.objects.bulk_create(
        [
            BudgetLine(project=making.project, item=item, source=source, planned=Decimal(amount))
            for item, source, amount in making.plan.money
        ]
    )
    if making.project.running_from is None:
        return
    until = min(making.end, making.today - dt.timedelta(days=1))
    passed = (until - making.start).days / (making.end - making.start).days
    expenses = [expense for line in lines for expense in _expenses(making, line, until, passed)]
    Expense.objects.bulk_create(expenses)


def _expenses(making: Making, line: BudgetLine, until: dt.date, passed: float) -> list[Expense]:
    """Four payments by today, together what time and some thrift suggest."""
    total = float(line.planned) * passed * making.context.rng.uniform(0.8, 1.0)
    span = (until - making.start).days
    return [
        Expense(
            line=line,
            amount=Decimal(round(total / 4, -1)).quantize(Decimal("0.01")),
            day=making.start + dt.timedelta(days=span * quarter // 4),
            note=f"第{quarter}次支付",
        )
        for quarter in range(1, 5)
    ]
