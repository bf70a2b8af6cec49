"""Money of a project: lines planned, expenses made."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from communities.models import Area
from lib.append_only import AppendOnly
from lib.records import Record
from programmes.models.parts import ProjectPartQuerySet
from programmes.models.projects import Project


class BudgetLine(Record):
    """An item of the budget, in yuan, with where the money comes from."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_lines")
    item = models.CharField(pgettext_lazy("budget", "item"), max_length=100)
    source = models.CharField(
        _("source of the money"),
        max_length=100,
        blank=True,
        help_text=_("District or street budget, unit, fund, donation …"),
    )
    planned = models.DecimalField(
        _("planned (yuan)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    in_kind = models.CharField(
        _("in kind"), max_length=200, blank=True, help_text=_("People, rooms, material given.")
    )

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.item

    @property
    def area(self) -> Area:
        """The project's main area, so that permission is asked there."""
        return self.project.area

    def get_absolute_url(self) -> str:
        """Return the project's page."""
        return self.project.get_absolute_url()


class ExpenseQuerySet(ProjectPartQuerySet["Expense"]):
    """Expenses."""

    project_field = "line__project"


class Expense(AppendOnly, Record):
    """Money spent on a budget line on a day, in yuan. Rows are only ever added.

    A negative amount takes back an entry made by mistake, or is money paid back.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="expenses")
    day = models.DateField(_("day"))
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2)
    note = models.CharField(_("for what"), max_length=200, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["day", "created_at", "id"]
        indexes = [models.Index(fields=["line", "day"], name="expense_line_day")]

    def __str__(self) -> str:
        return f"{self.line} · {self.day} · {self.amount}"
