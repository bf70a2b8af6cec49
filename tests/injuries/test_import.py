"""赵敏 of the hospital sends workbooks; what is right comes in once, what is wrong goes back."""

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from injuries.codes import Cause
from injuries.imports import running, work as import_work
from injuries.imports.corrections import take_corrected, write_refused
from injuries.imports.retention import purge_old_imports
from injuries.models import ImportBatch, ImportRow, InjuryRecord
from injuries.services import imports
from injuries.wording import words_of
from ledgers.machine.sheets import opened
from lib import children
from lib.errors import BadUpload
from tests.injuries.conftest import GOOD, HEADINGS, row, work, workbook
from tests.pages import as_read
from tests.waiting import waits

Stage = ImportBatch.Stage


def codes(batch: ImportBatch, number: int) -> list[tuple[str, str]]:
    """(field, code) of the errors of a row."""
    found = batch.rows.get(number=number)
    return [(problem["field"], problem["code"]) for problem in found.errors]


def test_zhao_brings_a_workbook_into_the_register(committed, places) -> None:
    """Words, numbers and several spellings of a date become the same kind of card."""
    batch = committed(
        [
            row(),
            row(
                卡片编号="2",
                姓名="李四",
                性别="2",
                年龄="8个月",
                伤害发生原因="7",
                伤害性质="5",
                伤害发生时间="2026年3月2日14时",
                患者就诊时间="20260303",
            ),
            row(
                卡片编号=3.0,
                姓名="王五",
                年龄=70.0,
                伤害发生时间=46083.5,
                患者就诊时间=46083.75,
                所属社区="990100001002",
            ),
        ]
    )
    assert (batch.stage, batch.committed_rows, batch.bad_rows) == (Stage.COMMITTED, 3, 0)
    first, second, third = InjuryRecord.objects.order_by("batch_row")
    assert (first.name, first.sex, first.cause, first.area) == ("张三丰", "1", "3", places.east)
    assert (second.age_value, second.age_unit, second.age_years) == (8, "months", 0)
    assert (second.occurred_on, second.occurred_hour) == (dt.date(2026, 3, 2), 14)
    assert second.visited_on == dt.date(2026, 3, 3)
    assert (third.card_number, third.age_years, third.area) == ("3", 70, places.west)
    assert (third.event_date, third.occurred_hour) == (dt.date(2026, 3, 2), 12)
    assert AuditEntry.objects.filter(code="injuries.import.committed").count() == 1


def test_names_and_numbers_are_not_readable_in_the_database_or_on_disk(receive, checked) -> None:
    """Neither the stored workbook nor the cells of refused rows show whom it is about."""
    batch = checked([row(姓名="欧阳修远", 年龄="300")])
    with batch.file.open("rb") as file:
        assert not file.read().startswith(b"PK")
    raw = ImportRow.objects.raw("select id, cells as raw_cells from injuries_importrow")[0]
    assert "欧阳修远" not in raw.raw_cells
    assert raw.cells[1] == "欧阳修远"


def test_bad_cells_are_named_where_they_stand(checked) -> None:
    """An age of 300, a day in the future, a visit before the injury, an unknown code."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    batch = checked(
        [
            row(),
            row(年龄="300"),
            row(伤害发生时间=tomorrow.isoformat(), 患者就诊时间=""),
            row(伤害发生时间="2026-03-05", 患者就诊时间="2026-03-04"),
            row(伤害发生原因="飞碟"),
            row(性别=""),
            row(患者就诊时间="三月"),
            row(所属社区="月球社区"),
            row(伤害发生时间="", 患者就诊时间=""),
        ]
    )
    assert (batch.total_rows, batch.good_rows, batch.bad_rows) == (9, 1, 8)
    assert codes(batch, 3) == [("age_value", "age")]
    assert codes(batch, 4) == [("occurred_on", "future-day")]
    assert codes(batch, 5) == [("visited_on", "visit-before-injury")]
    assert codes(batch, 6) == [("cause", "unknown-code")]
    assert codes(batch, 7) == [("sex", "required")]
    assert codes(batch, 8) == [("visited_on", "bad-date")]
    assert codes(batch, 9) == [("area", "unknown-area")]
    assert codes(batch, 10) == [("occurred_on", "no-day")]
    assert batch.rows.get(number=3).errors[0]["column"] == HEADINGS.index("年龄")
    with override("en"):
        words = words_of(batch.rows.get(number=6).errors[0])
        listed = [f"{one.value} {one.label}" for one in Cause]
    assert words == f"“飞碟” is not in the code list. Possible: {'; '.join(listed)}."


def test_thirty_bad_rows_in_ten_thousand(checked) -> None:
    """They are counted and shown; the others can be committed."""
    rows = [row(卡片编号=str(n), 姓名=f"人{n}") for n in range(10_000)]
    for place in range(0, 9_000, 300):
        rows[place][HEADINGS.index("年龄")] = "300"
    batch = checked(rows)
    assert (batch.total_rows, batch.bad_rows, batch.good_rows) == (10_000, 30, 9_970)
    assert batch.rows.refused().count() == 30


def test_refused_rows_go_home_come_back_and_are_committed_in_the_same_batch(checked, cast) -> None:
    """The workbook says what is wrong; corrected rows join, right ones are not doubled."""
    batch = checked([row(), row(卡片编号="2", 年龄="300"), row(卡片编号="3", 伤害发生原因="")])
    imports.commit_import(actor=cast.zhao, batch=batch)
    batch = work(batch)
    assert (batch.committed_rows, batch.bad_rows) == (1, 2)

    file = io.BytesIO()
    with override("en"):
        assert write_refused(batch, file) == 2
    file.seek(0)
    table = CalamineWorkbook.from_object(file).get_sheet_by_index(0).to_python()
    assert table[0][2:] == HEADINGS
    assert [line[0] for line in table[1:]] == [3.0, 4.0]
    assert table[1][1] == "年龄: An age of 300 years is not possible: at most 130."

    table[1][2 + HEADINGS.index("年龄")] = "30"
    with opened(workbook(table), "again.xlsx") as path:
        assert take_corrected(actor=cast.zhao, batch=batch, path=path) == (1, 1)
    batch.refresh_from_db()
    assert (batch.good_rows, batch.uncommitted_rows, batch.bad_rows) == (2, 1, 1)
    imports.commit_import(actor=cast.zhao, batch=batch)
    batch = work(batch)
    assert (batch.total_rows, batch.committed_rows, batch.bad_rows) == (3, 2, 1)
    assert sorted(InjuryRecord.objects.values_list("batch_row", flat=True)) == [2, 3]


def test_another_workbook_is_no_correction(checked, cast) -> None:
    """A file without our column of row numbers is refused with the reason, and changes nothing."""
    batch = checked([row(年龄="300")])
    with (
        opened(workbook([HEADINGS, row()]), "x.xlsx") as path,
        override("en"),
        pytest.raises(BadUpload, match="column “row”"),
    ):
        take_corrected(actor=cast.zhao, batch=batch, path=path)
    assert batch.rows.refused().count() == 1


def test_a_doubled_message_and_a_killed_worker_double_nothing(checked, cast, monkeypatch) -> None:
    """The worker dies between two chunks; the next one writes what is missing, once."""
    batch = checked([row(卡片编号=str(n), 姓名=f"人{n}") for n in range(25)])
    imports.commit_import(actor=cast.zhao, batch=batch)
    monkeypatch.setattr(import_work, "CHUNK", 10)
    real, calls = import_work._write, []

    def dies(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit  # what a SIGKILL leaves behind: no code of ours runs after it
        real(*args)

    monkeypatch.setattr(import_work, "_write", dies)
    with pytest.raises(SystemExit):
        running.run(str(batch.pk))
    assert InjuryRecord.objects.count() == 10
    assert running.overdue() == []  # the lease of the dead still holds

    ImportBatch.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert running.overdue() == [str(batch.pk)]
    batch = work(batch)
    assert (batch.stage, batch.committed_rows) == (Stage.COMMITTED, 25)
    assert running.run(str(batch.pk)) is False
    assert InjuryRecord.objects.count() == 25


def test_refused_rows_stand_before_rows_with_warnings(checked) -> None:
    """Thirty bad rows among a thousand are on the first pages, not spread over all of them."""
    odd = [
        row(卡片编号=str(n), 姓名=f"人{n}", 伤害发生原因="7") for n in range(3)
    ]  # a burn, broken
    batch = checked([*odd, row(年龄="300")])
    assert [one.number for one in batch.rows.told()] == [5, 2, 3, 4]


def test_duplicates_are_flagged_and_taken(committed, make_record, places) -> None:
    """Same number, day and cause; same name, age and day; in the register and in the file."""
    make_record(id_number="110105194912310021", name="甲", visited_on=dt.date(2026, 3, 1))
    batch = committed(
        [
            row(姓名="乙", 身份证号="110105194912310021", 性别="女", 年龄="76"),
            row(卡片编号="2", 姓名="丙"),
            row(卡片编号="3", 姓名="丙"),
            row(卡片编号="4", 姓名="丙", 年龄="36"),
            row(卡片编号="5", 姓名="", 身份证号=""),
        ]
    )
    assert (batch.committed_rows, batch.duplicate_rows) == (5, 2)
    marked = InjuryRecord.objects.suspected_duplicates().values_list("batch_row", flat=True)
    assert sorted(marked) == [2, 4]


def test_the_columns_chosen_once_are_remembered_for_the_site(receive, cast) -> None:
    """An unusual heading that zhao explained is understood in the next workbook."""
    headings = ["受害者", *HEADINGS[1:]]
    batch = receive([row()], headings=headings)
    assert batch.mapping[0] == ""
    mapping = ["card_number", *batch.mapping[1:]]
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=mapping)
    assert receive([row()], headings=headings).mapping[0] == "card_number"


def test_a_heading_below_a_title_and_on_a_second_sheet_is_found(receive) -> None:
    """Offices put titles above their tables and covers before them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("说明").write(0, 0, "请勿修改")
    sheet = book.add_worksheet("数据")
    sheet.write(1, 0, "金沙医院伤害监测报告卡汇总")
    sheet.write_row(3, 0, HEADINGS)
    sheet.write_row(4, 0, GOOD)
    book.close()
    batch = receive([], upload=SimpleUploadedFile("卡.xlsx", file.getvalue()))
    assert (batch.sheet, batch.heading_row, batch.headings) == ("数据", 4, HEADINGS)


def test_row_numbers_are_those_that_excel_shows(checked) -> None:
    """Empty rows above the heading and between rows are counted as Excel counts them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(2, 0, HEADINGS)
    sheet.write_row(3, 0, GOOD)
    sheet.write_row(6, 0, row(年龄="300"))
    book.close()
    batch = checked([], upload=SimpleUploadedFile("卡.xlsx", file.getvalue()))
    assert (batch.total_rows, batch.rows.get().number) == (2, 7)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "卡.xlsx", "empty"),
        (b"%PDF-1.4", "卡.pdf", "Excel"),
    ],
)
def test_what_cannot_be_a_workbook_is_refused_at_the_file(
    cast, hospital, places, as_user, content, name, words
) -> None:
    """The form comes back with a message, in zhao's language; no batch is made."""
    client = as_user(cast.zhao)
    upload = SimpleUploadedFile(name, content)
    data = {"reporting_site": hospital.pk, "area": places.street.pk, "workbook": upload}
    response = client.post(reverse("injuries:import-new"), data)
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["workbook"])
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04 broken", "卡.xlsx", "readable"),
        ("甲,乙\n1,2\n".encode(), "卡.csv", "heading"),
        (",".join(HEADINGS).encode(), "卡.csv", "no rows"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_what_to_do(
    cast,
    hospital,
    places,
    as_user,
    content,
    name,
    words,
    settings,
    django_capture_on_commit_callbacks,
) -> None:
    """On the import's page, in zhao's language; it can be discarded and leaves no file."""
    client = as_user(cast.zhao)
    upload = SimpleUploadedFile(name, content)
    data = {"reporting_site": hospital.pk, "area": places.street.pk, "workbook": upload}
    detail = client.post(reverse("injuries:import-new"), data).url
    assert "Waiting for a worker" in client.get(detail).text
    batch = work(ImportBatch.objects.get())
    assert batch.has_failed
    assert words in client.get(detail).text
    assert batch in ImportBatch.objects.all().waiting_for_staff()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("injuries:import-discard", args=[batch.pk]), as_read(batch))
    batch.refresh_from_db()
    assert (batch.stage, batch.file.name) == (Stage.DISCARDED, "")
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.bin"))


def test_no_page_of_an_import_opens_a_workbook(
    cast, hospital, places, as_user, monkeypatch
) -> None:
    """That takes seconds and hundreds of megabytes: it is the worker's, up to the columns."""
    ask = children.ask
    asked: list[object] = []
    monkeypatch.setattr(
        children, "ask", lambda *given, **more: asked.append(given) or ask(*given, **more)
    )
    client = as_user(cast.zhao)
    upload = workbook([HEADINGS, row()])
    data = {"reporting_site": hospital.pk, "area": places.street.pk, "workbook": upload}
    detail = client.post(reverse("injuries:import-new"), data).url
    client.get(detail)
    assert asked == []
    work(ImportBatch.objects.get())
    assert asked
    asked.clear()
    columns = client.get(detail, headers={"HX-Request": "true"})["HX-Redirect"]
    assert "张三丰" in client.get(columns).text
    assert asked == []


def test_a_file_of_200_megabytes_is_refused(cast, hospital, places, as_user, settings) -> None:
    """Size is looked at before anything is read."""
    settings.UPLOAD_MAX_WORKBOOK = 1000
    upload = SimpleUploadedFile("卡.xlsx", b"x" * 1001)
    data = {"reporting_site": hospital.pk, "area": places.street.pk, "workbook": upload}
    response = as_user(cast.zhao).post(reverse("injuries:import-new"), data)
    assert "MB" in str(response.context["form"].errors["workbook"])
    assert not ImportBatch.objects.exists()


def test_the_same_form_sent_twice_makes_one_import(cast, hospital, places, as_user) -> None:
    """A double click finds the batch that the first one made."""
    client = as_user(cast.zhao)
    key = client.get(reverse("injuries:import-new")).context["form"]["record_key"].value()
    upload = workbook([HEADINGS, row()])
    for _time in range(2):
        upload.seek(0)
        data = {
            "reporting_site": hospital.pk,
            "area": places.street.pk,
            "workbook": upload,
            "record_key": key,
        }
        response = client.post(reverse("injuries:import-new"), data)
    batch = ImportBatch.objects.get()
    assert response.url == batch.get_absolute_url()


def test_zhao_walks_through_the_pages(cast, hospital, places, as_user) -> None:
    """Upload, columns, progress, findings, download, commit, records of the import, undo."""
    client = as_user(cast.zhao)
    upload = workbook([HEADINGS, row(), row(年龄="300")])
    data = {"reporting_site": hospital.pk, "area": places.street.pk, "workbook": upload}
    detail = client.post(reverse("injuries:import-new"), data).url
    work(ImportBatch.objects.get())
    columns = reverse("injuries:import-columns", args=[ImportBatch.objects.get().pk])
    assert columns in client.get(detail).text
    page = client.get(columns)
    assert "张三丰" in page.content.decode()
    form = page.context["form"]
    chosen = {f"column_{n}": key for n, key in enumerate(form.batch.mapping)}
    assert client.post(columns, as_read(form.batch, **chosen)).url == detail
    assert "Waiting for a worker" in client.get(detail).content.decode()
    batch = work(ImportBatch.objects.get())
    text = client.get(detail).content.decode()
    assert "An age of 300 years is not possible" in text
    assert "张三丰" not in text  # masked
    assert "张**" in text
    part = client.get(detail, headers={"HX-Request": "true"}).content.decode()
    assert part.split()[:2] == ["<div", 'id="work"']
    refused = client.get(reverse("injuries:import-refused", args=[batch.pk]))
    assert refused.status_code == 200
    assert AuditEntry.objects.filter(code="accounts.export.made").count() == 1
    client.post(reverse("injuries:import-commit", args=[batch.pk]), as_read(batch))
    batch = work(batch)
    listed = client.get(reverse("injuries:records"), {"batch": batch.pk})
    assert listed.context["table"].count == 1
    client.post(reverse("injuries:import-undo", args=[batch.pk]), as_read(batch))
    assert not InjuryRecord.objects.exists()


def test_a_field_chosen_twice_or_forgotten_is_said_at_the_columns(receive, cast, as_user) -> None:
    """Nothing is checked before the columns make sense."""
    batch = receive([row()])
    chosen = {f"column_{n}": key for n, key in enumerate(batch.mapping)}
    chosen["column_0"] = "name"
    chosen[f"column_{HEADINGS.index('性别')}"] = ""
    page = as_user(cast.zhao).post(reverse("injuries:import-columns", args=[batch.pk]), chosen)
    assert "already filled by the column “卡片编号”" in str(page.context["form"].errors)
    assert "No column has been chosen for: sex." in str(page.context["form"].errors)
    batch.refresh_from_db()
    assert batch.stage == Stage.MAPPING


def test_what_waits_stands_on_the_home_page(checked, cast, as_user) -> None:
    """zhao sees the import with refused rows; a committee member does not."""
    checked([row(年龄="300")])
    assert "cards.xlsx" in as_user(cast.zhao).get("/").content.decode()
    assert "cards.xlsx" not in as_user(cast.zhou).get("/").content.decode()


def test_the_workbook_goes_when_its_time_is_over(committed, cast) -> None:
    """The purge removes file and cells, not the records; the trail says so."""
    batch = committed([row(), row(年龄="300")])
    assert purge_old_imports(timezone.now() + dt.timedelta(days=29)) == 0
    assert purge_old_imports(timezone.now() + dt.timedelta(days=31)) == 1
    batch.refresh_from_db()
    assert not batch.file and not batch.rows.exists()
    assert InjuryRecord.objects.count() == 1
    assert AuditEntry.objects.filter(code="injuries.import.purged").count() == 1


def test_the_command_does_the_workers_work(receive, cast, capsys) -> None:
    """`manage.py run_import` for an office without a worker."""
    batch = receive([row()])
    imports.confirm_columns(actor=cast.zhao, batch=batch, mapping=batch.mapping)
    call_command("run_import", str(batch.pk))
    assert "1 good" in capsys.readouterr().out
    batch.refresh_from_db()
    assert batch.stage == Stage.PREVIEW


def test_what_is_left_after_a_commit_is_said_and_is_the_senders_alone(committed, cast) -> None:
    """Nine rows are in, one is out: the sender goes on with it, nobody else."""
    batch = committed([row(卡片编号="1"), row(卡片编号="2", 性别="男性?")])
    assert str(batch.stage_in_words) == "1 rows committed, 1 rows to correct"
    for user in (cast.chen, cast.liu, cast.zhao, cast.admin):
        found = waits("injuries.imports", user)
        assert (found.count if found else 0) == (1 if user == batch.created_by else 0)
