"""Fields of cells: they read what is typed, or pasted from a workbook, as offices write it."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.periods import Period
from lib.sheet_days import NoDay, NoHour, read_day
from lib.text import half_width

#: A number, its thousands parted or not; marks that only say what is counted stand around it.
NUMBER = re.compile(r"[¥￥]?\s*([-−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*[元%户人]?")
PERIOD = re.compile(r"(\d{4})\s*年?\s*(?:[-/.]?\s*(?:Q|第)?\s*([1-4一二三四])\s*季度|-?Q([1-4]))")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
YEAR = re.compile(r"(\d{4})\s*年?")
QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


class DayField(forms.DateField):
    """A day in any spelling of `lib.sheet_days`; what names none stays in the cell."""

    widget = forms.TextInput(attrs={"placeholder": _("yyyy-mm-dd")})

    def to_python(self, value: Any) -> dt.date | None:
        """Read the day. Raises ValidationError."""
        if value in self.empty_values:
            return None
        try:
            return read_day(value)[0]
        except (NoDay, NoHour):
            text = _("“%(value)s” is no day. Write it like 2026-03-01 or 2026年3月1日.")
            raise ValidationError(text, params={"value": str(value)[:40]}, code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it is typed."""
        return value.isoformat() if isinstance(value, dt.date) else value


class FigureField(forms.DecimalField):
    """A number: 1,200.50, １２００, ¥1200, 1200元, 85%, 1800户."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        """Return the number as a Decimal, None for nothing. Raises ValidationError."""
        if isinstance(value, str):
            match = NUMBER.fullmatch(half_width(value))
            if match and match[1]:
                value = match[1].replace(",", "").replace("−", "-")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the limits to the server: the cell takes text."""
        return {}

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number without zeros at its end."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class PeriodField(forms.CharField):
    """The code of a period: 2025, 2025-Q3, 2025-09, 2025年9月, 2025年第3季度."""

    def to_python(self, value: Any) -> str:
        """Return the code of the period that is written, any other text as it is."""
        text = half_width(super().to_python(value) or "")
        if match := PERIOD.fullmatch(text):
            quarter = match[2] or match[3]
            return f"{match[1]}-Q{QUARTERS.get(quarter, quarter)}"
        if (match := MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12:
            return f"{match[1]}-{int(match[2]):02d}"
        return match[1] if (match := YEAR.fullmatch(text)) else text

    def validate(self, value: str) -> None:
        """Refuse what names no period."""
        super().validate(value)
        if value:
            try:
                Period.parse(value)
            except ValueError:
                text = _("Write the period like 2025, 2025-Q3 or 2025-09.")
                raise ValidationError(text, code="invalid") from None
