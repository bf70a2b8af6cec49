"""Forms of this app: they turn strings into domain types and do not act."""

from programmes.forms.parts import (
    BudgetLineForm,
    DropForm,
    ExpenseForm,
    IndicatorForm,
    MeasureForm,
    MoveForm,
    ObjectiveForm,
    ProgressForm,
    ReasonForm,
    ResponsibleForm,
    SiteForm,
)
from programmes.forms.plan import PlanForm
from programmes.forms.projects import ProjectForm
from programmes.forms.values import ReturnForm, ValueForm

__all__ = [
    "BudgetLineForm",
    "DropForm",
    "ExpenseForm",
    "IndicatorForm",
    "MeasureForm",
    "MoveForm",
    "ObjectiveForm",
    "PlanForm",
    "ProgressForm",
    "ProjectForm",
    "ReasonForm",
    "ResponsibleForm",
    "ReturnForm",
    "SiteForm",
    "ValueForm",
]
