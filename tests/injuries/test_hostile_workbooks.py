"""Workbooks as they are really sent: what cannot be read is told at its cell, never guessed.

The files of `tests/injuries/data` are examples of kinds; the tests make others of the same kinds.
"""

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from communities.models import Area, Membership, Role
from communities.roles import COMMUNITY
from communities.services.areas import add_area
from injuries.models import ImportBatch, InjuryRecord
from injuries.services import imports
from injuries.wording import note_words
from lib.errors import DomainError
from tests.injuries.conftest import GOOD, HEADINGS, row, work

DATA = Path(__file__).parent / "data"
ID = "11010519491231002X"


@pytest.fixture
def communities(places, cast) -> list[Area]:
    """The communities that the files name, in the street of the cast."""
    names = ["银杏社区", "桂花社区", "梧桐社区", "海棠社区"]
    return [
        add_area(
            actor=None,
            parent=places.street,
            kind="community",
            name=name,
            code=f"{places.street.code}{number:03}",
        )
        for number, name in enumerate(names, start=11)
    ]


def sent(name: str) -> SimpleUploadedFile:
    """One of the files."""
    return SimpleUploadedFile(name, (DATA / name).read_bytes())


def book(write: Callable[[xlsxwriter.Workbook], None], name: str = "卡.xlsx") -> SimpleUploadedFile:
    """An xlsx that `write` fills."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        write(made)
    return SimpleUploadedFile(name, file.getvalue())


def table(sheet: object, rows: list[list[object]] = (GOOD,)) -> None:
    """Write the headings and `rows`."""
    for number, cells in enumerate([HEADINGS, *rows]):
        sheet.write_row(number, 0, cells)


def told(batch: ImportBatch) -> dict[int, list[tuple[str, str]]]:
    """Row → (field, code) of everything that is said about it."""
    return {
        one.number: [(p["field"], p["code"]) for p in one.errors + one.warnings]
        for one in batch.rows.all()
    }


def test_a_merged_community_belongs_to_each_of_its_rows(committed, communities) -> None:
    """Four rows, one cell, no row under the street."""
    batch = committed([], upload=sent("merged_area.xlsx"))
    areas = Counter(batch.records.values_list("area__name", flat=True))
    assert areas == {"银杏社区": 4}


def test_merged_cells_of_an_old_workbook(committed, communities) -> None:
    """xls keeps its ranges in another way."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("卡")
    for number, cells in enumerate([HEADINGS, row(), row(姓名="李四")]):
        for place, cell in enumerate(cells):
            if number == 0 or HEADINGS[place] != "所属社区":
                sheet.write(number, place, cell)
    place = HEADINGS.index("所属社区")
    sheet.write_merge(1, 2, place, place, "桂花社区")
    file = io.BytesIO()
    made.save(file)
    batch = committed([], upload=SimpleUploadedFile("卡.xls", file.getvalue()))
    assert Counter(batch.records.values_list("area__name", flat=True)) == {"桂花社区": 2}


def test_a_cell_that_shows_an_error_is_told_at_its_cell(checked, communities) -> None:
    """What figures count refuses the row; what only describes is left out and said."""
    batch = checked([], upload=sent("error_cells.xlsx"))
    assert told(batch) == {
        2: [("area", "no-value")],
        3: [("phone", "no-value")],
        4: [("age", "no-value")],
        5: [("place", "no-value")],
        6: [("id_number", "no-value")],
    }
    assert (batch.good_rows, batch.bad_rows) == (2, 3)
    assert batch.rows.get(number=2).errors[0]["column"] == batch.headings.index("所属社区")


@pytest.mark.parametrize("cell", ["#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "Err:502", "########"])
def test_errors_saved_as_text_are_errors(checked, cell) -> None:
    """A csv has the words only."""
    assert told(checked([row(所属社区=cell)])) == {2: [("area", "no-value")]}


def test_a_formula_that_nobody_has_computed_is_no_empty_cell(checked) -> None:
    """Programs that write workbooks leave the result to Excel."""

    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        table(sheet)
        sheet.write_formula(1, HEADINGS.index("所属社区"), "=VLOOKUP(B2,名单!A:B,2)", None, "")

    batch = checked([], upload=without_results(book(write)))
    assert told(batch) == {2: [("area", "no-value")]}


def without_results(upload: SimpleUploadedFile) -> SimpleUploadedFile:
    """The workbook as a program writes it that does not compute."""
    import re
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(upload) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                data = re.sub(rb' t="str"(><f>[^<]*</f>)<v></v>', rb"\1", data)
            new.writestr(part, data)
    return SimpleUploadedFile(upload.name, file.getvalue())


def test_the_visible_sheet_is_taken_and_the_hidden_one_is_named(committed, communities) -> None:
    """The archive of May is not imported a second time."""
    batch = committed([], upload=sent("hidden_sheet.xlsx"))
    assert batch.sheet == "九月"
    assert sorted(one.name for one in batch.records.all()) == ["新月0", "新月1"]
    assert batch.notes[0]["params"] == {"names": "旧月存档"}


def test_a_workbook_with_hidden_sheets_only_is_refused(receive) -> None:
    """With what to do."""
    made = xlwt.Workbook()
    for number in range(2):
        sheet = made.add_sheet(f"表{number}")
        for place, cell in enumerate(HEADINGS if number else []):
            sheet.write(0, place, cell)
        sheet.visibility = number
    file = io.BytesIO()
    made.save(file)
    batch = receive([], upload=SimpleUploadedFile("卡.xls", file.getvalue()))
    assert batch.has_failed
    assert "表1" in batch.job_error


def test_zhao_is_asked_which_of_two_months_is_meant(receive, cast, as_user) -> None:
    """Nothing is read before she has said it."""

    def write(made: xlsxwriter.Workbook) -> None:
        table(made.add_worksheet("八月"), [row(姓名="八月人")])
        table(made.add_worksheet("九月"), [row(姓名="九月人")])

    batch = receive([], upload=book(write))
    assert (batch.asks_for_sheet, batch.headings) == (True, [])
    client, url = as_user(cast.zhao), reverse("injuries:import-columns", args=[batch.pk])
    page = client.get(url)
    assert "Which sheet is meant?" in page.text
    assert client.post(url, {"sheet": "七月"}).status_code == 200
    assert client.post(url, {"sheet": "九月"}).url == batch.get_absolute_url()
    assert client.get(url).url == batch.get_absolute_url()  # it is being read
    batch = work(batch)
    assert "九月人" in client.get(url).text
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=batch.mapping)
    batch = work(batch)
    imports.commit_import(actor=cast.zhao, batch=batch)
    assert work(batch).records.get().name == "九月人"


def test_another_sheet_is_chosen_when_the_first_cannot_be_read(receive, cast, as_user) -> None:
    """It has a heading and no rows: zhao goes back to the sheets."""

    def write(made: xlsxwriter.Workbook) -> None:
        for name in ("八月", "九月"):
            table(made.add_worksheet(name), [row()])

    batch = receive([], upload=book(write))
    ImportBatch.objects.update(sheets=["空表", "九月"])
    client, url = as_user(cast.zhao), reverse("injuries:import-columns", args=[batch.pk])
    client.post(url, {"sheet": "空表"})
    batch = work(batch)
    assert batch.has_failed
    assert url in client.get(batch.get_absolute_url()).text
    client.post(url, {"sheet": "九月"})
    batch = work(batch)
    assert (batch.stage, batch.sheet) == (ImportBatch.Stage.MAPPING, "九月")


def test_hidden_rows_are_read_and_told(checked) -> None:
    """A filter that somebody forgot hides rows that count."""

    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        table(sheet, [row(), row(姓名="李四")])
        sheet.set_row(2, None, None, {"hidden": True})

    batch = checked([], upload=book(write))
    assert batch.good_rows == 2
    assert [one["params"] for one in batch.notes] == [{"count": 1, "rows": "3"}]


def test_numbers_that_excel_has_cut_are_lost_and_the_rows_stay(committed, communities) -> None:
    """Three persons whose numbers all begin alike are three persons."""
    batch = committed([], upload=sent("id_scientific.csv"))
    assert told(batch) == {n: [("id_number", "id-cut")] for n in (2, 3, 4)}
    assert (batch.committed_rows, batch.duplicate_rows) == (3, 0)
    assert [one.id_number for one in batch.records.all()] == ["", "", ""]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        (ID, ID),
        (f"'{ID}", ID),
        (" 1101 0519 4912 3100 2x ", ID),
        ("１１０１０５１９４９１２３１００２Ｘ", ID),
        ("110105-19491231-002X", ID),
        ("11010519900307889x", "11010519900307889X"),
        (1.1010519491231e17, ""),
        (110105194912310021, ""),
        ("1.10105E+17", ""),
        ("1.10105e17", ""),
        ("110105194912310000", ""),
        ("110***********0021", ""),
        ("E12345678", "E12345678"),
    ],
)
def test_every_way_to_write_an_identity_number(committed, cell, kept) -> None:
    """Marks go; a cut or hidden one is refused, and the card stays."""
    batch = committed([row(身份证号=cell, 性别="女", 年龄="76")])
    assert batch.records.get().id_number == kept
    assert batch.committed_rows == 1


def test_card_numbers_and_telephones_are_cut_and_cleaned_in_the_same_way(committed) -> None:
    """They name persons and cards just as well."""
    headings = [*HEADINGS, "联系电话"]
    rows = [
        [*row(卡片编号="2.02609E+16"), "1.38E+10"],
        [*row(卡片编号=2.026093e16), 13800138000.0],
        [*row(卡片编号="'００１２"), "138-0013-8000"],
        [*row(卡片编号=" 00 13 "), "0990-8800001"],
    ]
    batch = committed(rows, headings=headings)
    kept = [(one.card_number, one.phone) for one in batch.records.order_by("batch_row")]
    expected = [("", ""), ("", "13800138000"), ("0012", "13800138000"), ("0013", "0990-8800001")]
    assert kept == expected
    assert told(batch)[2] == [("card_number", "number-cut"), ("phone", "number-cut")]


def test_an_identity_number_is_checked_and_kept(committed) -> None:
    """A wrong check digit, an impossible day, a missing digit: warnings for a person."""
    cells = ["110105194912310022", "110105194913310021", "11010519491231002"]
    rows = [row(卡片编号=f"{n}", 姓名=f"人{n}", 身份证号=cell) for n, cell in enumerate(cells)]
    batch = committed(rows)
    assert [code for found in told(batch).values() for _field, code in found] == [
        "id-check-digit",
        "id-check-digit",
        "id-length",
    ]
    assert batch.committed_rows == 3


@pytest.mark.parametrize(
    "content",
    [
        (DATA / "title_semicolon.csv").read_bytes(),
        "sep=|\n姓名|性别|年龄|就诊日期|伤害发生原因\n甲|男|30|2026-03-01|3\n".encode(),
        "姓名\t性别\t年龄\t就诊日期\t伤害发生原因\n甲\t男\t30\t2026-03-01\t3\n".encode("utf-16"),
        "姓名,性别,年龄,就诊日期,伤害发生原因\r甲,男,30,2026-03-01,3\r".encode("gb18030"),
        "姓名;性别;年龄;就诊日期;伤害发生原因\n甲;男;30;2026-03-01;3\n".encode("utf-16-le"),
        f'身份证号,姓名,性别,年龄,就诊日期,伤害发生原因\n"=""{ID}""",甲,女,76,2026-03-01,3\n'.encode(),
        "登记表,,,\n姓名\t性别\t年龄\t就诊日期\t伤害发生原因\n甲\t男\t30\t2026-03-01\t3\n".encode(),
    ],
    ids=[
        "title",
        "sep",
        "utf-16 with mark",
        "old Mac",
        "utf-16 without mark",
        "formula of text",
        "title of commas",
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".txt", ".xls"])
def test_a_text_is_cut_by_the_mark_of_the_whole_file(checked, communities, content, ending) -> None:
    """Whatever it is called: titles, marks, line ends and encodings."""
    batch = checked([], upload=SimpleUploadedFile(f"卡{ending}", content))
    assert (batch.total_rows, batch.good_rows, batch.warned_rows) == (1, 1, 0)


def test_a_sound_workbook_with_the_wrong_ending_is_taken(committed) -> None:
    """The content says what it is."""
    assert committed([], upload=sent("15d_实为xlsx.xls")).committed_rows == 2


def test_a_web_page_called_xls_is_refused_in_words(receive) -> None:
    """It is no table of text either."""
    page = SimpleUploadedFile("卡.xls", b"<html><table><tr><td>1</td></tr></table></html>")
    batch = receive([], upload=page)
    assert batch.has_failed
    assert "另存为" in batch.job_error or "save it as .xlsx" in batch.job_error


def test_the_register_with_two_rows_of_headings(committed, communities) -> None:
    """The remark of the upper row has its column; nobody is filed under the street."""
    batch = committed([], upload=sent("01_伤害登记台账_多层表头合并.xlsx"))
    assert batch.headings[0] == "序号" and batch.headings[-1] == "备注"
    areas = set(batch.records.values_list("area__name", flat=True))
    assert areas <= {"银杏社区", "桂花社区"}
    refused = [p["code"] for one in batch.rows.refused() for p in one.errors]
    assert "too-many-cells" not in refused
    assert any("备注" in words for words in note_words(batch.notes))
    assert ("id_number", "id-cut") in told(batch)[5]


def test_the_export_of_a_hospital_system(committed, communities) -> None:
    """Communities, hours and activities stand in the columns that its own words name."""
    batch = committed([], upload=sent("02_医院系统导出_伤害卡.xls"))
    cards = list(batch.records.order_by("batch_row"))
    assert [one.area.name for one in cards] == ["银杏社区", "桂花社区", "梧桐社区", "海棠社区"]
    assert [one.occurred_hour for one in cards] == [9, 20, 8, 3]
    assert [one.visited_hour for one in cards] == [10, 21, 9, 4]
    assert [one.activity for one in cards] == ["2", "6", "8", "6"]
    with override("en"):
        ages = [one.age_text for one in cards]
    assert ages == ["36 years", "7 months", "52 years", "15 days"]
    assert cards[2].id_number == ""
    left = note_words(batch.notes)[0]
    assert "其他原因" in left and "其他职业" in left


def test_a_column_of_persons_cannot_be_stored_where_everybody_reads_it(
    receive, cast, as_user
) -> None:
    """姓名 as cause would put names into messages and figures; a masked name is no name."""
    batch = receive([row()], headings=["卡片编号", "姓名", *HEADINGS[2:]])
    mapping = ["" if key == "cause" else key for key in batch.mapping]
    mapping[1] = "cause"
    with pytest.raises(DomainError, match="姓名"):
        imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=mapping)
    chosen = {f"column_{n}": key for n, key in enumerate(mapping)}
    page = as_user(cast.zhao).post(reverse("injuries:import-columns", args=[batch.pk]), chosen)
    assert "kept encrypted" in str(page.context["form"].errors["column_1"])
    masked = receive([row()], headings=["卡片编号", "姓名（脱敏）", *HEADINGS[2:]])
    assert masked.mapping[1] == ""
    mapping = ["card_number", "name", *masked.mapping[2:]]
    with pytest.raises(DomainError, match="姓名（脱敏）"):
        imports.confirm_columns(actor=cast.zhao, batch=masked, mapping=mapping)


def test_nobody_looks_at_anothers_workbook_without_the_right(
    receive, checked, cast, as_user, places
) -> None:
    """Neither its first cells, nor its findings, nor what it would mean with other columns."""
    batch = checked([row(姓名="欧阳修远", 伤害发生原因="欧阳修远的妻子")])
    # fan keeps cards of the whole street and may not see persons
    fan = User.objects.create_user("fan", full_name="范")
    role = Role.objects.get(code=COMMUNITY)
    Membership.objects.create(user=fan, area=places.street, role=role, valid_from="2020-01-01")
    client = as_user(fan)
    columns = reverse("injuries:import-columns", args=[batch.pk])
    assert client.get(columns).status_code == client.post(columns, {}).status_code == 403
    page = client.get(batch.get_absolute_url()).text
    assert "欧阳" not in page
    own = as_user(cast.zhao).get(batch.get_absolute_url()).text
    assert "欧阳修远的妻子" in own
    assert "欧阳修远" not in InjuryRecord.objects.values_list("cause", flat=True)


def test_a_register_sent_again_without_persons_is_known(committed, checked, communities) -> None:
    """Site, card number and day are the same: four duplicates, not four new cards in silence."""
    committed([], upload=sent("02_医院系统导出_伤害卡.xls"))
    again = checked([], upload=sent("02c_同批重报_去标识.xlsx"))
    assert (again.total_rows, again.duplicate_rows) == (4, 4)


def test_the_same_number_of_another_site_or_day_is_another_card(
    committed, checked, hospital, sentinel
) -> None:
    """Numbers begin anew in every hospital, and in some every month."""
    nobody = {"姓名": "", "卡片编号": "7"}
    committed([row(**nobody)])
    assert checked([row(**nobody)], site=sentinel).duplicate_rows == 0
    other_day = checked([row(**nobody, 伤害发生时间="2026-02-01", 患者就诊时间="2026-02-01")])
    assert other_day.duplicate_rows == 0
    assert checked([row(**nobody)]).duplicate_rows == 1
