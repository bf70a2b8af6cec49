"""Reporting sites, injury records, imports."""

from injuries.models.imports import ImportBatch, ImportRow
from injuries.models.records import InjuryRecord
from injuries.models.sites import ReportingSite, SiteKind

__all__ = ["ImportBatch", "ImportRow", "InjuryRecord", "ReportingSite", "SiteKind"]
