"""Reporting sites, injury records, imports."""

from injuries.models.imports import ImportBatch, ImportRow, ImportStep
from injuries.models.records import InjuryRecord
from injuries.models.sites import ReportingSite, SiteKind
from injuries.models.staged import StagedRecord

__all__ = [
    "ImportBatch",
    "ImportRow",
    "ImportStep",
    "InjuryRecord",
    "ReportingSite",
    "SiteKind",
    "StagedRecord",
]
