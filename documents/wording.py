"""The few words that a rendered document adds of its own, in the active language."""

from __future__ import annotations

from django.utils.translation import gettext, override, pgettext

from documents.document import Status

CHINESE_DIGITS = "〇一二三四五六七八九"


def document_words(language: str) -> dict[str, str]:
    """Labels and phrases by name."""
    with override(language):
        return {
            "area": pgettext("cover of a report", "Area"),
            "period": pgettext("cover of a report", "Period"),
            "as_of": gettext("Data as of"),
            "made_at": gettext("Computed at"),
            "prepared_by": gettext("Prepared by"),
            "status": pgettext("cover of a report", "State"),
            "number": pgettext("of a document", "Number"),
            "corrects": gettext("Corrects"),
            "code_version": gettext("Software version"),
            "hash": gettext("Fingerprint (SHA-256)"),
            "contents": gettext("Contents"),
            "table": pgettext("caption number", "Table"),
            "figure": pgettext("caption number", "Figure"),
            "note": pgettext("before the note of a table", "Note:"),
            "interval": gettext("95% CI"),
            "chart_data": gettext("Numbers of this chart"),
            "no_chart": gettext("There is nothing to draw for this period."),
            "no_rows": gettext("No rows."),
            "failed": gettext("Not computed"),
            "unwritten": gettext("Not written yet."),
            "edit": gettext("Edit text"),
            "action": pgettext("answer to a finding", "Action"),
            "signatures": gettext("Signatures"),
            "unsigned": gettext("not signed"),
            "page": pgettext("page number", "Page {page} of {pages}"),
            "high": pgettext("severity of a finding", "High"),
            "medium": pgettext("severity of a finding", "Medium"),
            "low": pgettext("severity of a finding", "Low"),
            "info": pgettext("kind of a remark", "Remark"),
            "warning": pgettext("kind of a remark", "Caution"),
            "success": pgettext("kind of a remark", "Achieved"),
            "danger": pgettext("kind of a remark", "Warning"),
        }


def status_word(status: Status, language: str) -> str:
    """The state's name."""
    with override(language):
        return {
            "draft": pgettext("state of a report", "Draft"),
            "reviewed": pgettext("state of a report", "Reviewed"),
            "signed": pgettext("state of a report", "Signed"),
            "withdrawn": pgettext("state of a report", "Withdrawn"),
        }[status]


def section_number(place: int, language: str) -> str:
    """一、二、… in Chinese, as official documents count their chapters; 1, 2, … in English."""
    return f"{place} " if language == "en" else f"{chinese_number(place)}、"


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese characters."""
    tens, ones = divmod(number, 10)
    if not tens:
        return CHINESE_DIGITS[ones]
    head = "" if tens == 1 else CHINESE_DIGITS[tens]
    return f"{head}十{CHINESE_DIGITS[ones] if ones else ''}"
