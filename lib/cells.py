"""Columns of tables that are drawn the same way in every list: days, moments, numbers."""

import datetime as dt

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

#: A day that is broken after its hyphen cannot be compared with the one below it.
UNBROKEN = "text-nowrap"
#: Attributes of a column of numbers: its heading and cells stand to the right.
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class MomentColumn(tables.Column):
    """A moment in the portal's time zone, as short as every page writes it.

    Drawn by a function: a template each costs a page. A plain Column that is a link would print
    the moment as Python does, in UTC.
    """

    def render(self, value: dt.datetime) -> SafeString:
        """Draw the moment; where there is no room the time stands below the day."""
        text = date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        day, _space, time = text.partition(" ")
        return format_html('<span class="{}">{}</span> {}', UNBROKEN, day, time)


def keep_days_whole(table: tables.Table) -> None:
    """Let no cell of a day break in its middle."""
    for column in table.columns:
        if isinstance(column.column, tables.DateColumn):
            cell = column.column.attrs.setdefault("td", {})
            cell["class"] = f"{cell.get('class', '')} {UNBROKEN}".strip()
