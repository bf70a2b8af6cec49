"""Evaluation reports: templates, schedules, runs, signatures."""

from reports.models.runs import ReportRun, RunStep, Signature
from reports.models.templates import ReportSchedule, ReportTemplate

__all__ = ["ReportRun", "ReportSchedule", "ReportTemplate", "RunStep", "Signature"]
