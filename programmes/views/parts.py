"""Forms of the parts of a plan: objectives, indicators, measures, budget, sites."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from communities.registers import repeated, saved
from lib.forms import RecordForm
from lib.http import SignedInRequest
from lib.sending import send_once
from programmes.forms import (
    BudgetLineForm,
    ExpenseForm,
    IndicatorForm,
    MeasureForm,
    ObjectiveForm,
    SiteForm,
)
from programmes.models import BudgetLine, Expense, Indicator, Measure, Objective, PilotSite
from programmes.permissions import PROJECT_CHANGE
from programmes.services.budget import add_expense
from programmes.services.plan import Part, save_part
from programmes.views.forms import form_taken, show_form
from programmes.views.sight import part_in_sight, project_in_sight


def objective_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add an objective."""
    return _add(request, pk, ObjectiveForm, _("New objective"))


def objective_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an objective."""
    return _change(request, Objective.objects.all(), pk, ObjectiveForm)


def indicator_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add an indicator."""
    return _add(request, pk, IndicatorForm, _("New indicator"))


def indicator_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change an indicator."""
    return _change(request, Indicator.objects.all(), pk, IndicatorForm)


def measure_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add a measure."""
    return _add(request, pk, MeasureForm, _("New measure"))


def measure_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a measure."""
    return _change(request, Measure.objects.all(), pk, MeasureForm)


def budget_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add a budget line."""
    return _add(request, pk, BudgetLineForm, _("New budget line"))


def budget_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a budget line."""
    return _change(request, BudgetLine.objects.all(), pk, BudgetLineForm)


def site_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add a pilot or comparison site."""
    return _add(request, pk, SiteForm, _("New pilot or comparison site"))


def site_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a pilot or comparison site."""
    return _change(request, PilotSite.objects.all(), pk, SiteForm)


def expense_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Add an expense to a budget line."""
    line = part_in_sight(request, BudgetLine.objects.all(), pk, PROJECT_CHANGE)
    form = ExpenseForm(request.POST or None, user=request.user, instance=Expense(line=line))
    if request.method == "POST":
        expense = send_once(
            form,
            line.expenses.all(),
            lambda: add_expense(actor=request.user, line=line, key=form.key, **_own_fields(form)),
        )
        if expense is not None:
            messages.success(request, _("Saved."))
            return form_taken(request, line.project)
    return show_form(request, form, _("New expense: %s") % line, line.project)


def _add(
    request: SignedInRequest, pk: UUID, form_class: type[RecordForm], title: str
) -> HttpResponse:
    project = project_in_sight(request, pk, PROJECT_CHANGE)
    model = form_class._meta.model
    form = form_class(
        request.POST or None,
        user=request.user,
        instance=model(project=project),
        initial=repeated(request, form_class),
    )
    if request.method == "POST":
        rows = model.objects.filter(project=project)
        if send_once(form, rows, lambda: _save(request, form)) is not None:
            messages.success(request, _("Saved."))
            return form_taken(request, project, form)
    return show_form(request, form, title, project)


def _change(
    request: SignedInRequest, rows: Any, pk: UUID, form_class: type[RecordForm]
) -> HttpResponse:
    part = part_in_sight(request, rows, pk, PROJECT_CHANGE)
    title = str(part)
    form = form_class(request.POST or None, user=request.user, instance=part)
    if saved(request, form, lambda: _save(request, form)):
        return form_taken(request, part)
    return show_form(request, form, title, part)


def _save(request: SignedInRequest, form: RecordForm) -> Part:
    if isinstance(form, IndicatorForm):
        form.instance.direction = form.cleaned_data["direction"]
    return save_part(actor=request.user, part=form.instance)


def _own_fields(form: RecordForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form._meta.fields or ()}
