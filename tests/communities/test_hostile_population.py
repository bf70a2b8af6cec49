"""Population as yearbooks and census volumes print it: nobody is counted twice without a word."""

from pathlib import Path

from communities.denominators import residents
from communities.models import Population
from communities.services.areas import TREE, add_area
from communities.services.population import read_population, read_workbook
from communities.services.saving import save_record
from lib.workbooks import Sheet
from tests.communities.test_population_import import send, workbook

DATA = Path(__file__).parent / "data"


def by_area(draft) -> dict[str, int]:
    """Persons by the name of the area."""
    return {area.name: draft.persons_in(key) for key, area in draft.areas.items()}


def words(draft) -> str:
    """Everything that is said."""
    return " ".join(one.message for one in draft.errors + draft.warnings)


def rows_of(*rows: list[object], first_row: int = 1) -> Sheet:
    """A sheet of rows."""
    return Sheet("表", [list(row) for row in rows], first_row)


def test_six_communities_in_one_table(cast, places) -> None:
    """The plain file: those of the cast's communities are taken, the others are told as foreign."""
    draft = read_workbook(DATA / "05b_各社区人口_单层表头.xlsx", cast.chen)
    assert by_area(draft) == {places.east.name: 5969, places.west.name: 7625}
    assert not draft.errors
    assert len(draft.warnings) == 4


def test_single_years_below_their_groups_are_not_added(cast, places) -> None:
    """The census volume prints both: 5,969 persons live here, not 11,532."""
    draft = read_workbook(DATA / "06_分年龄性别人口_长表_GBK.csv", cast.chen)
    assert by_area(draft)[places.east.name] == 5969
    assert by_area(draft)[places.west.name] == 7625
    assert not draft.errors
    assert "counted once" in words(draft)


def test_a_row_twice_counts_once_and_is_told(cast, places) -> None:
    """Two different numbers for one cell are an error."""
    draft = read_workbook(DATA / "18_人口_同一行两次.xlsx", cast.chen)
    assert (draft.total, draft.warnings[0].row) == (10, 3)
    heading = ["区划代码", "性别", "年龄组", "人数"]
    code = places.east.code
    other = read_population(
        rows_of(heading, [code, "男", "0-4岁", 10], [code, "男", "0-4岁", 11]), cast.chen
    )
    assert [one.row for one in other.errors] == [3]


def test_titles_sums_empty_rows_and_signatures(cast, places) -> None:
    """Sums are left out, numbers of rows are Excel's, the table begins where its headings are."""
    east, west = places.east, places.west
    draft = read_population(
        rows_of(
            ["2025年常住人口", "", "", ""],
            ["", "", "", ""],
            ["社区", "性别", "年龄", "人数"],
            [east.name, "男", "合计", 30],
            [east.name, "男", "0～4岁", "１０"],
            ["", "", "", ""],
            [east.name, "男", "85岁以上", 20],
            [west.name, "小计", "0-4岁", 9],
            [f"{west.name}居委会", "女", "不满1岁", 9],
            ["合计", "", "", 39],
            ["月球社区", "女", "0-4岁", 5],
            [east.name, "女", "0-4岁", "很多"],
            ["填表人：某", "", "", ""],
            first_row=3,
        ),
        cast.chen,
    )
    assert by_area(draft) == {east.name: 30, west.name: 9}
    assert [one.row for one in draft.errors] == [14]
    assert "月球社区" in words(draft)
    assert [one.row for one in draft.warnings if "月球" in one.message] == [13]


def test_a_group_over_several_bands_is_a_sum_or_an_error(cast, places) -> None:
    """0-14 beside its parts is left out; alone it cannot be divided."""
    heading, code = ["区划代码", "性别", "年龄组", "人数"], places.east.code
    parts = [[code, "男", group, 5] for group in ("0-4", "5-9", "10-14")]
    draft = read_population(rows_of(heading, [code, "男", "0-14", 15], *parts), cast.chen)
    assert (draft.total, draft.errors) == (15, [])
    alone = read_population(rows_of(heading, [code, "男", "0-14", 15]), cast.chen)
    assert [one.row for one in alone.errors] == [2]


def test_ages_down_and_sexes_across(cast, places) -> None:
    """A yearbook's page of one community, which its title names."""
    draft = read_population(
        rows_of(
            [f"{places.east.name}分年龄、性别人口"],
            ["年龄", "合计", "男", "女"],
            ["总计", 60, 30, 30],
            ["0-4岁", 20, 10, 10],
            ["0岁", 4, 2, 2],
            ["5-9岁", 40, 20, 20],
        ),
        cast.chen,
    )
    assert by_area(draft) == {places.east.name: 60}
    assert not draft.errors


def test_two_rows_of_headings(cast, places) -> None:
    """Sexes above, merged over the ages below."""
    sheet = Sheet(
        "表",
        [
            ["区划代码", "男", "", "女", ""],
            ["区划代码", "0-4岁", "5-9岁", "0-4岁", "5-9岁"],
            [places.east.code, 1, 2, 3, 4],
        ],
        merged=[(0, 1, 0, 2), (0, 3, 0, 4)],
    )
    draft = read_population(sheet, cast.chen)
    assert sorted(draft.cells.items(), key=str) == [
        ((places.east.pk, "1", 0), 1),
        ((places.east.pk, "1", 5), 2),
        ((places.east.pk, "2", 0), 3),
        ((places.east.pk, "2", 5), 4),
    ]


def test_a_cell_with_an_error_keeps_nothing(cast, places, as_user) -> None:
    """#N/A is no zero."""
    rows = [["区划代码", "性别", "年龄组", "人数"], [places.east.code, "男", "0-4岁", "#N/A"]]
    page = send(as_user(cast.chen), workbook(rows))
    assert "The cell has no value" in page.text
    assert not Population.objects.exists()


def test_a_foreign_row_does_not_refuse_the_file(cast, places, as_user) -> None:
    """It is left out and told; the others are kept."""
    rows = [
        ["区划代码", "性别", "年龄组", "人数"],
        [places.east.code, "男", "0-4岁", 7],
        ["110000000000", "男", "0-4岁", 9],
    ]
    assert send(as_user(cast.chen), workbook(rows)).status_code == 302
    assert residents(places.street, 2020).total == 7


def test_a_former_name_is_known_until_somebody_else_bears_it(cast, places) -> None:
    """Registers go on with the old name of a renamed community."""
    old = places.east.name
    places.east.name = "新名社区"
    save_record(actor=cast.chen, record=places.east, code="communities.area", unchecked=TREE)
    sheet = rows_of(["社区", "性别", "年龄组", "人数"], [old, "男", "0-4岁", 7])
    assert by_area(read_population(sheet, cast.chen)) == {"新名社区": 7}
    add_area(actor=None, parent=places.street, kind="community", name=old, code="990100001077")
    assert by_area(read_population(sheet, cast.chen)) == {old: 7}
