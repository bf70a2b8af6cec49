"""Promotion projects: plan, indicators with their values, measures with their progress, money."""

from programmes.models.budget import BudgetLine, Expense
from programmes.models.indicators import (
    Frequency,
    Indicator,
    IndicatorKind,
    Light,
    Objective,
    Way,
)
from programmes.models.measures import Measure, MeasureKind, MeasureProgress, MeasureState
from programmes.models.projects import (
    DiagnosisSource,
    Domain,
    Project,
    ProjectStep,
    RiskFocus,
    Rollout,
    TargetSex,
)
from programmes.models.sites import PilotSite, SiteRole
from programmes.models.values import IndicatorValue, ValueStep
from programmes.workflow import Stage, ValueState

__all__ = [
    "BudgetLine",
    "DiagnosisSource",
    "Domain",
    "Expense",
    "Frequency",
    "Indicator",
    "IndicatorKind",
    "IndicatorValue",
    "Light",
    "Measure",
    "MeasureKind",
    "MeasureProgress",
    "MeasureState",
    "Objective",
    "PilotSite",
    "Project",
    "ProjectStep",
    "RiskFocus",
    "Rollout",
    "SiteRole",
    "Stage",
    "TargetSex",
    "ValueState",
    "ValueStep",
    "Way",
]
