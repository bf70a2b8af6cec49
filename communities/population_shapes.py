"""The shapes of population tables: a row an area, a row a cell, ages down and sexes across."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from communities.area_names import AreaNames, SeveralAreas, UnknownArea
from communities.models import Area
from communities.population_ages import Ages, Figure, ages_of, is_sum, sex_of
from lib.sheet_cells import text_of
from lib.text import bare, half_width
from lib.workbooks import Cell, Sheet, is_fault

HEADINGS = {
    "code": "code 区划代码 代码 区域代码 编码 行政区划代码 社区代码",
    "name": "area name 社区 社区名称 村居 村居名称 村（居） 居委会 名称 地区 区域 单位 街道社区",
    "sex": "sex 性别",
    "age": "age 年龄 年龄组 年龄段 年龄（岁） 年龄分组",
    "persons": "persons population 人数 人口 人口数 人数（人） 人口数（人）",
    "total": "total 合计 总人口 总计 总人数",
}
WORDS = {bare(word): key for key, words in HEADINGS.items() for word in words.split()}
#: Titles stand above the headings; headings are looked for in so many rows.
SEARCH = 15
MOST_PERSONS = 2_000_000_000


class BadFigure(ValueError):
    """A cell that is no number of persons, no sex or no age: `code` and the cell's text."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


@dataclass
class Heading:
    """Where in a sheet the headings are and what its columns are.

    `cells` are columns of one sex and age group, `sexes` columns of one sex.
    """

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    cells: dict[int, tuple[str, Ages]] = field(default_factory=dict)
    sexes: dict[int, str] = field(default_factory=dict)
    area: Area | None = None

    @property
    def names_area(self) -> bool:
        """True when each row says of which area it is."""
        return "code" in self.columns or "name" in self.columns

    @property
    def understood(self) -> bool:
        """True when rows can be read below it."""
        has_area = self.names_area or self.area is not None
        return has_area and bool(self.cells or self.is_long or self.is_across)

    @property
    def is_long(self) -> bool:
        """A row a cell."""
        return {"sex", "age", "persons"} <= self.columns.keys()

    @property
    def is_across(self) -> bool:
        """Ages down, sexes across."""
        return "age" in self.columns and set(self.sexes.values()) == {"1", "2"}


def heading_of(sheet: Sheet, names: AreaNames) -> Heading | None:
    """Return the first row of `sheet` that is understood as headings.

    A sheet whose rows name no area is of the one that its name or its titles mention.
    """
    for number, row in enumerate(sheet.rows[:SEARCH]):
        found = _read_heading(sheet, number, row)
        if not found.names_area:
            titles = [text_of(cell) for above in sheet.rows[:number] for cell in above]
            found.area = names.mentioned_in([sheet.name, *titles])
        if found.understood:
            return found
    return None


def _read_heading(sheet: Sheet, number: int, row: Sequence[Cell]) -> Heading:
    found = Heading(number)
    for place, cell in enumerate(row):
        text = text_of(cell)
        group = _above(sheet, number, place)
        if key := WORDS.get(bare(text)):
            found.columns.setdefault(key, place)
        elif combined := _sex_and_ages(text, group + text, text + group):
            found.cells[place] = combined
        elif sex := sex_of(text) if not text.isdigit() else None:
            found.sexes[place] = sex
    return found


def _above(sheet: Sheet, number: int, place: int) -> str:
    """Return the text of the row above, also where a merged range has it further left."""
    if not number:
        return ""
    for top, left, bottom, right in sheet.merged:
        if top <= number - 1 <= bottom and left <= place <= right:
            place = left
    above = sheet.rows[number - 1]
    return text_of(above[place]) if place < len(above) else ""


def _sex_and_ages(*texts: str) -> tuple[str, Ages] | None:
    """Read “男0-4岁”, “m_0-4”, “女 85岁及以上” from the first of `texts` that says it."""
    for text in texts:
        plain = "".join(half_width(text).split()).lower()
        for word in ("male", "female", "男性", "女性", "男", "女", "m", "f"):
            ages = ages_of(plain.removeprefix(word).lstrip("_-:,"))
            sex = sex_of(word)
            if plain.startswith(word) and ages and sex:
                return sex, ages
    return None


def area_in(row: Sequence[Cell], heading: Heading, names: AreaNames) -> Area:
    """Return the area of a row. Raises UnknownArea, SeveralAreas."""
    if heading.area is not None:
        return heading.area
    problem: Exception = UnknownArea()
    for key in ("code", "name"):
        cell = at(row, heading.columns.get(key))
        if cell in ("", None):
            continue
        try:
            return names.find(cell)
        except (UnknownArea, SeveralAreas) as error:
            problem = error
    raise problem


def is_sum_row(row: Sequence[Cell], heading: Heading) -> bool:
    """Tell whether a row has the sum of others: its area, sex or age says 合计."""
    keys = ("code", "name", "sex", "age")
    return any(is_sum(text_of(at(row, heading.columns.get(key)))) for key in keys)


def figures_in(number: int, row: Sequence[Cell], heading: Heading, area: Area) -> Iterator[Figure]:
    """Yield the figures of a row. Raises BadFigure."""
    if heading.cells:
        for place, (sex, ages) in heading.cells.items():
            if at(row, place) not in ("", None):
                yield Figure(number, area, sex, ages, persons_of(at(row, place)))
        return
    stated = ages_of(text_of(at(row, heading.columns["age"])))
    if stated is None:
        raise BadFigure("age")
    for sex, cell in _by_sex(row, heading):
        yield Figure(number, area, sex, stated, persons_of(cell))


def _by_sex(row: Sequence[Cell], heading: Heading) -> Iterator[tuple[str, Cell]]:
    if heading.is_long:
        sex = sex_of(text_of(at(row, heading.columns["sex"])))
        if sex is None:
            raise BadFigure("sex")
        yield sex, at(row, heading.columns["persons"])
        return
    for place, sex in heading.sexes.items():
        yield sex, at(row, place)


def at(row: Sequence[Cell], column: int | None) -> Cell:
    """Return the cell, empty where the row is too short or the table has no such column."""
    return row[column] if column is not None and column < len(row) else ""


def persons_of(cell: Cell) -> int:
    """Read a number of persons. Raises BadFigure."""
    text = half_width(text_of(cell))
    if is_fault(cell):
        raise BadFigure("no-value", text)
    try:
        value = float(text.replace(",", "").removesuffix("人"))
    except ValueError:
        raise BadFigure("persons", text) from None
    if not (value.is_integer() and 0 <= value <= MOST_PERSONS):
        raise BadFigure("persons", text)
    return int(value)
