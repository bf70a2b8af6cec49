"""Exports of exactly what a list shows: streamed, safe from formula injection, opened by Excel.

Apps give columns; the view gives the filtered queryset. Every export is told to the listeners
registered with `on_export` (the audit trail), which lib itself does not know.

A large export is made in the background: whoever registered with `on_large_export` keeps its
address and opens it again later with an ExportRequest of the same user, so that the view itself
decides anew what that user may see.
"""

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.http import SignedInRequest
from lib.table import Column

# A cell that begins so is a formula to Excel, WPS and LibreOffice (OWASP, "CSV Injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: With what a dangerous text begins: spaces may stand before the mark.
DOUBTFUL = frozenset({*DANGEROUS, " ", "\u3000"})
#: A sign, a number and Chinese words ("-1层", "+2级") are no formula in any spreadsheet: there is
#: neither an operator nor a name in it.
HARMLESS = re.compile(
    r"[+\-－＋][0-9]{1,9}(\.[0-9]{1,9})?[\u4e00-\u9fff][\u4e00-\u9fff0-9、，。（）]*"
)
#: The most that a cell of a workbook holds.
LONGEST_TEXT = 32_767

ExportListener = Callable[[SignedInRequest, str, int], None]
_listeners: list[ExportListener] = []
#: Takes a request, the list's name and the format; answers where the export will be.
LargeExport = Callable[[SignedInRequest, str, str], HttpResponse]
_large: list[LargeExport] = []
#: Told how many rows are written, now and then.
Progress = Callable[[int], None]
PROGRESS_ROWS = 2000


@dataclass(frozen=True)
class Title:
    """What stands above a table: the list's name, then lines of area, filters and origin."""

    name: str
    lines: tuple[str, ...] = ()


#: Says in words what area a user sees, for the title of an export.
Scope = Callable[[Any], str]
_scopes: list[Scope] = []


def tell_scope(scope: Scope) -> None:
    """Have `scope(user)` say which area an export that is not narrowed to one speaks of."""
    _scopes[:] = [scope]


def scope_of(user: Any) -> str:
    """Return the area of which an export of `user` speaks."""
    return _scopes[0](user) if _scopes else ""


class ExportRequest(SignedInRequest):
    """A request without a browser: the list at `path` is written to `file`, as `user` sees it."""

    file: IO[bytes]
    progress: Progress
    rows: int

    def __init__(
        self,
        *,
        user: Any,
        path: str,
        query: str,
        kind: str,
        file: IO[bytes],
        progress: Progress,
    ) -> None:
        super().__init__()
        self.method, self.path, self.path_info = "GET", path, path
        asked = QueryDict(query, mutable=True)
        asked["export"] = kind
        self.GET = QueryDict(asked.urlencode())
        self.user, self.file, self.progress = user, file, progress
        self.rows = 0

    def write(
        self, kind: str, columns: list[Column], rows: Iterable[Any], title: Title
    ) -> HttpResponse:
        """Write the rows to the file."""
        counted = self._counted(rows)
        if kind == "xlsx":
            write_xlsx(self.file, columns, counted, title)
        else:
            self.file.writelines(line.encode() for line in csv_lines(columns, counted))
        return HttpResponse()

    def _counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self.rows += 1
            if self.rows % PROGRESS_ROWS == 0:
                self.progress(self.rows)
            yield row


def on_large_export(handler: LargeExport) -> None:
    """Have `handler` answer what is too large to be made while somebody waits."""
    _large[:] = [handler]


def postpone(request: SignedInRequest, name: str, kind: str) -> HttpResponse | None:
    """Return where a large export will be; None when nobody takes it."""
    return _large[0](request, name, kind) if _large else None


def on_export(listener: ExportListener) -> None:
    """Have `listener(request, name, rows)` called for every export that is begun."""
    _listeners.append(listener)


def tell_listeners(request: SignedInRequest, name: str, rows: int) -> None:
    """Tell the listeners that `rows` rows are leaving under `name`."""
    for listener in _listeners:
        listener(request, name, rows)


def safe(text: str) -> str:
    """Return `text` as a csv cell may hold it: what would be a formula gets an apostrophe."""
    if text[:1] not in DOUBTFUL:  # nearly every cell
        return text
    if text.lstrip(" \u3000").startswith(DANGEROUS) and not HARMLESS.fullmatch(text):
        return "'" + text
    return text


def typed(value: Any) -> str | int | float | Decimal | dt.date | None:
    """Return a value of a column as text, number, day or moment in the portal's time zone."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return value if isinstance(value, dt.date) else str(value)


class _Echo:
    """A file that hands back what is written to it, for csv.writer."""

    def write(self, value: str) -> str:
        return value


def csv_lines(columns: list[Column], rows: Iterable[Any]) -> Iterator[str]:
    """Yield rows as CSV. The byte-order mark makes a Chinese Excel read UTF-8 by double-click."""
    writer = csv.writer(_Echo())
    values = [column.reader() for column in columns]
    yield "\ufeff" + writer.writerow([str(column.heading) for column in columns])
    for row in rows:
        yield writer.writerow([_text(value(row)) for value in values])


def csv_response(name: str, columns: list[Column], rows: Iterable[Any]) -> FileResponse:
    """Write rows to a temporary csv and send it.

    It is not streamed as it is written: whoever reads a row that fails would have a file that ends
    there and looks whole.
    """
    file = tempfile.TemporaryFile(suffix=".csv")  # noqa: SIM115 - FileResponse closes it
    file.writelines(line.encode() for line in csv_lines(columns, rows))
    file.seek(0)
    kind = "text/csv; charset=utf-8"
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type=kind)


def xlsx_response(
    name: str, columns: list[Column], rows: Iterable[Any], title: Title
) -> FileResponse:
    """Write rows to a temporary xlsx with constant memory and send it."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it
    write_xlsx(file, columns, rows, title)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def write_xlsx(
    file: IO[bytes], columns: list[Column], rows: Iterable[Any], title: Title | None = None
) -> int:
    """Write rows to `file` as one sheet; return how many.

    Above the heading, which stays in sight and can be filtered by, stands the `title`; a table that
    is filled in and read again has none.
    """
    import xlsxwriter  # 5 MB that only an export needs

    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F5"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(_sheet_name(title.name) if title else None)
    top = 0
    if title:
        sheet.write_string(0, 0, title.name, book.add_format({"bold": True, "font_size": 14}))
        for top, line in enumerate(title.lines, start=1):
            sheet.write_string(top, 0, line)
        top += 1
    sheet.freeze_panes(top + 1, 0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(top, number, str(column.heading), heading)
    values = list(enumerate(column.reader() for column in columns))
    count = 0
    for count, row in enumerate(rows, start=1):
        for number, value in values:
            _write(sheet, top + count, number, typed(value(row)), moment, day)
    if title and columns:
        sheet.autofilter(top, 0, top + count, len(columns) - 1)
    book.close()
    return count


def _sheet_name(name: str) -> str:
    """Return a name as a sheet may have it: 31 characters, none of those that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "1"


def _write(sheet: Any, row: int, column: int, value: Any, moment: Any, day: Any) -> None:
    """Write one cell by its type: text as text, which is never read as a formula."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_TEXT])
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_number(row, column, value)


def _text(value: Any) -> str:
    """Return a value as a cell of csv: a number can be added up, text is no formula."""
    if type(value) is str:
        return safe(value)
    value = typed(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
