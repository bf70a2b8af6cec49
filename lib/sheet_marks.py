"""What a workbook says beside its values: errors, formulas without a result, hidden rows, merges.

The fast reader gives all of these as empty cells. They are read by the plain XML parser (xlsx, ods)
and by xlrd (xls), in the process of `sheet_reader`, which may die of a hostile file. A cell with
such a mark becomes text that means the same everywhere, also in a csv: "#N/A", or "=" with the
formula that nobody has computed.
"""

import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

XLSX, ODS, XLS = "xlsx", "ods", "xls"
#: Anything in the XML of a sheet that makes a second look worth its time.
_SUSPICIOUS = re.compile(rb't="e"|<(?:\w+:)?f[ />]|hidden="(?:1|true)"')
_CHUNK = 1 << 20
_OVERLAP = 32
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
_ODS_HIDDEN = {"collapse", "filter"}


@dataclass
class Marks:
    """Marks of a sheet; rows and columns are counted from 0 in the whole sheet."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def kind_of(path: str) -> str:
    """Return what the file is by its content, whatever its name says; "" when unknown."""
    with open(path, "rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return XLS
    if not start.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return XLSX
    return ODS if "content.xml" in names else ""


def active_sheet(path: str, kind: str) -> int:
    """Return the number of the sheet that opens first."""
    if kind == XLSX:
        found = _first_attributes(path, "xl/workbook.xml", "workbookView")
        return int(found.get("activeTab", 0))
    if kind == XLS:
        import xlrd

        book = xlrd.open_workbook(path, on_demand=True)
        shown = [n for n, sheet in enumerate(book.sheets()) if sheet.sheet_selected]
        return shown[0] if shown else 0
    return 0


def marks_of(path: str, kind: str, number: int, name: str) -> Marks:
    """Return the marks of sheet `number`, which is called `name`."""
    if kind == XLSX:
        return _xlsx(path, name)
    if kind == ODS:
        return _ods(path, number)
    return _xls(path, number) if kind == XLS else Marks()


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _first_attributes(path: str, part: str, wanted: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == wanted:
            found.update({_local(key): value for key, value in attributes.items()} | found)

    _parse(path, part, start)
    return found


def _parse(
    path: str,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        parser.ParseFile(file)


def _xlsx(path: str, name: str) -> Marks:
    part = _part_of(path, name)
    if not part or not _worth_a_look(path, part):
        return Marks()
    marks = _XlsxMarks()
    _parse(path, part, marks.start, marks.end, marks.text)
    return marks.found


def _part_of(path: str, name: str) -> str:
    """Return where in the archive the sheet called `name` is."""
    sheets: dict[str, str] = {}
    parts: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            sheets[attributes.get("name", "")] = ids[0] if ids else ""

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            parts[attributes["Id"]] = attributes["Target"]

    _parse(path, "xl/workbook.xml", sheet)
    _parse(path, "xl/_rels/workbook.xml.rels", relation)
    target = parts.get(sheets.get(name, ""), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}" if target else ""


def _worth_a_look(path: str, part: str) -> bool:
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        return any(_SUSPICIOUS.search(piece) for piece in _pieces(file))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := file.read(_CHUNK):
        yield rest + piece
        rest = piece[-_OVERLAP:]


class _XlsxMarks:
    """Collects marks from the XML of a sheet of an xlsx."""

    def __init__(self) -> None:
        self.found = Marks()
        self.row = self.column = -1
        self.kind = self.formula = self.value = self.inside = ""
        self.has_formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
            if attributes.get("hidden") in {"1", "true"}:
                self.found.hidden_rows.append(self.row)
        elif tag == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self.column = _column(match[1]) if match else self.column + 1
            self.kind = attributes.get("t", "")
            self.formula = self.value = ""
            self.has_formula = False
        elif tag in {"f", "v"}:
            self.inside = tag
            self.has_formula |= tag == "f"

    def text(self, data: str) -> None:
        if self.inside == "f":
            self.formula += data
        elif self.inside == "v":
            self.value += data

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if tag in {"f", "v"}:
            self.inside = ""
        elif tag == "c":
            if self.kind == "e":
                self.found.cells[self.row, self.column] = self.value or "#VALUE!"
            elif self.has_formula and not self.value and self.kind != "str":
                self.found.cells[self.row, self.column] = f"={self.formula}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ods(path: str, number: int) -> Marks:
    marks = _OdsMarks(number)
    with suppress(StopIteration):
        _parse(path, "content.xml", marks.start, marks.end, marks.text)
    return marks.found


class _OdsMarks:
    """Collects marks from the XML of an ods; rows and cells that repeat are counted as often."""

    def __init__(self, wanted: int) -> None:
        self.found = Marks()
        self.wanted, self.table = wanted, -1
        self.row = self.column = 0
        self.repeat = (1, 1)
        self.kind: str | None = None
        self.words = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "table":
            self.table += 1
            if self.table > self.wanted:
                raise StopIteration
        if self.table != self.wanted:
            return
        if tag == "table-row":
            self.repeat = (int(attributes.get("table:number-rows-repeated", 1)), 1)
            self.column = 0
            if attributes.get("table:visibility") in _ODS_HIDDEN:
                self.found.hidden_rows += range(self.row, self.row + min(self.repeat[0], 10_000))
        elif tag in {"table-cell", "covered-table-cell"}:
            self._start_cell(attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.repeat = (self.repeat[0], int(attributes.get("table:number-columns-repeated", 1)))
        rows = int(attributes.get("table:number-rows-spanned", 1))
        columns = int(attributes.get("table:number-columns-spanned", 1))
        if rows > 1 or columns > 1:
            last = (self.row + rows - 1, self.column + columns - 1)
            self.found.merged.append((self.row, self.column, *last))
        self.kind, self.words = attributes.get("calcext:value-type", ""), ""

    def text(self, data: str) -> None:
        if self.kind == "error":
            self.words += data

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if self.table != self.wanted:
            return
        if tag in {"table-cell", "covered-table-cell"}:
            if self.kind == "error":
                self.found.cells[self.row, self.column] = self.words or "#VALUE!"
            self.kind = None
            self.column += self.repeat[1]
        elif tag == "table-row":
            self.row += self.repeat[0]


def _xls(path: str, number: int) -> Marks:
    """What xlrd cannot follow has no marks: the values are read by another reader."""
    import xlrd

    marks = Marks()
    try:
        book = xlrd.open_workbook(path, on_demand=True, formatting_info=True)
        sheet = book.sheet_by_index(number)
    except (xlrd.XLRDError, AssertionError, ValueError, LookupError, struct.error):
        return marks
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                marks.cells[row, column] = xlrd.error_text_from_code.get(code, "#VALUE!")
    marks.hidden_rows = [row for row, more in sheet.rowinfo_map.items() if more.hidden]
    marks.merged = [(top, left, low - 1, right - 1) for top, low, left, right in sheet.merged_cells]
    return marks
