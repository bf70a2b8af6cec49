"""Exports of exactly what a list shows: streamed, safe from formula injection, opened by Excel.

Apps give columns; the view gives the filtered queryset. Every export is told to the listeners
registered with `on_export` (the audit trail), which lib itself does not know.
"""

import csv
import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

# A cell that begins so is a formula to Excel, WPS and LibreOffice (OWASP, "CSV Injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

ExportListener = Callable[[HttpRequest, str, int], None]
_listeners: list[ExportListener] = []


@dataclass(frozen=True)
class Column:
    """A column of an export: translated heading and the value of one row."""

    heading: str | Promise
    value: Callable[[Any], Any]
    width: int = 14


def on_export(listener: ExportListener) -> None:
    """Have `listener(request, name, rows)` called for every export that is begun."""
    _listeners.append(listener)


def tell_listeners(request: HttpRequest, name: str, rows: int) -> None:
    """Tell the listeners that `rows` rows are leaving under `name`."""
    for listener in _listeners:
        listener(request, name, rows)


def safe(value: Any) -> Any:
    """Return `value` as a cell may hold it: text that would be a formula gets an apostrophe."""
    if isinstance(value, str | Promise):
        text = str(value)
        return "'" + text if text.startswith(DANGEROUS) else text
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, int | float | dt.date):
        return value
    return safe(str(value))


class _Echo:
    """A file that hands back what is written to it, for csv.writer."""

    def write(self, value: str) -> str:
        return value


def csv_response(name: str, columns: list[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """Stream rows as CSV. The byte-order mark makes a Chinese Excel read UTF-8 by double-click."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([str(column.heading) for column in columns])
        for row in rows:
            yield writer.writerow([_text(safe(column.value(row))) for column in columns])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _attachment(f"{name}.csv")
    return response


def xlsx_response(name: str, columns: list[Column], rows: Iterable[Any]) -> FileResponse:
    """Write rows to a temporary xlsx with constant memory and send it."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it
    write_xlsx(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def write_xlsx(file: Any, columns: list[Column], rows: Iterable[Any]) -> int:
    """Write rows to `file` as one sheet with a frozen heading; return how many."""
    import xlsxwriter  # 5 MB that only an export needs

    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F5"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, str(column.heading), heading)
    count = 0
    for count, row in enumerate(rows, start=1):
        for number, column in enumerate(columns):
            _write(sheet, count, number, safe(column.value(row)), moment, day)
    book.close()
    return count


def _write(sheet: Any, row: int, column: int, value: Any, moment: Any, day: Any) -> None:
    if isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def _attachment(filename: str) -> str:
    return content_disposition_header(True, filename) or "attachment"
