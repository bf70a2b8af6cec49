"""Fixtures: the hospital that reports, cards as the form sends them, workbooks as hospitals do."""

import datetime as dt
import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.models import Area
from injuries.imports import running
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from injuries.services import imports
from lib.ids import new_id
from tests.cast import Cast, Places

HEADINGS = [
    "卡片编号",
    "姓名",
    "性别",
    "年龄",
    "身份证号",
    "所属社区",
    "伤害发生时间",
    "患者就诊时间",
    "伤害发生原因",
    "伤害发生地点",
    "伤害发生时活动",
    "是否故意",
    "伤害性质",
    "伤害部位",
    "严重程度",
    "伤害结局",
]
GOOD = [
    "1",
    "张三丰",
    "男",
    "35",
    "",
    "东社区",
    "2026-03-01",
    "2026-03-01",
    "跌倒/坠落",
    "家中",
    "家务",
    "非故意",
    "骨折",
    "下肢",
    "中度",
    "处理后离院",
]


def row(**changes: Any) -> list[Any]:
    """A good row of the workbook, with cells changed by heading."""
    return [changes.get(heading, cell) for heading, cell in zip(HEADINGS, GOOD, strict=True)]


def workbook(rows: list[list[Any]], name: str = "cards.xlsx") -> SimpleUploadedFile:
    """An xlsx with `rows` on its first sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("伤害卡")
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    return SimpleUploadedFile(name, file.getvalue())


@pytest.fixture
def hospital(places: Places) -> ReportingSite:
    """金沙医院 reports every injury of the street's residents."""
    return ReportingSite.objects.create(
        area=places.street, name="金沙医院", code="H01", kind="hospital"
    )


@pytest.fixture
def sentinel(places: Places) -> ReportingSite:
    """A hospital that sees a sample only."""
    return ReportingSite.objects.create(
        area=places.street, name="哨点医院", code="S01", kind="hospital", sentinel=True
    )


def card(area: Area, **changes: Any) -> InjuryRecord:
    """A stored card with plain defaults: a man of 40 fell at home on 1 March 2026."""
    fields = {
        "area": area,
        "name": "张某",
        "sex": "1",
        "age_value": 40,
        "cause": "3",
        "place": "1",
        "activity": "2",
        "intent": "1",
        "nature": "1",
        "body_site": "3",
        "severity": "2",
        "outcome": "1",
        "visited_on": dt.date(2026, 3, 1),
        "reported_on": dt.date(2026, 3, 2),
    } | changes
    record = InjuryRecord(**fields)
    record.derive()
    record.save()
    return record


@pytest.fixture
def make_record(places: Places, cast: Cast) -> Callable[..., InjuryRecord]:
    """Return a maker of stored cards of 东社区, each of another person."""
    names = (f"张{number}" for number in itertools.count())

    def make(**changes: Any) -> InjuryRecord:
        defaults = {"area": places.east, "name": next(names), "created_by": cast.chen}
        return card(**(defaults | changes))

    return make


@pytest.fixture
def receive(cast: Cast, places: Places, hospital: ReportingSite) -> Callable[..., ImportBatch]:
    """Return what takes a workbook of rows (below our headings) as an import of zhao."""

    def take(rows: list[list[Any]], *, headings: list[str] = HEADINGS, **more: Any) -> ImportBatch:
        upload = more.pop("upload", None) or workbook([headings, *rows])
        batch = imports.receive_workbook(
            actor=more.get("actor", cast.zhao),
            key=new_id(),
            site=more.get("site", hospital),
            area=more.get("area", places.street),
            upload=upload,
        )
        return work(batch)

    return take


@pytest.fixture
def checked(receive: Callable[..., ImportBatch]) -> Callable[..., ImportBatch]:
    """Return what takes a workbook, confirms the guessed columns and has the rows checked."""

    def take(rows: list[list[Any]], **more: Any) -> ImportBatch:
        batch = receive(rows, **more)
        if batch.stage == ImportBatch.Stage.MAPPING:
            imports.confirm_columns(actor=batch.created_by, batch=batch, mapping=batch.mapping)
        return left_unexplained(work(batch))

    return take


@pytest.fixture
def committed(checked: Callable[..., ImportBatch]) -> Callable[..., ImportBatch]:
    """Return what takes a workbook all the way into the register."""

    def take(rows: list[list[Any]], **more: Any) -> ImportBatch:
        batch = checked(rows, **more)
        imports.commit_import(actor=batch.created_by, batch=batch)
        return work(batch)

    return take


def work(batch: ImportBatch) -> ImportBatch:
    """Let a worker do what the batch waits for; return it as it is then."""
    running.run(str(batch.pk))
    return ImportBatch.objects.get(pk=batch.pk)


def left_unexplained(batch: ImportBatch) -> ImportBatch:
    """Go on without saying what its unknown words mean: their rows are refused."""
    if batch.stage != ImportBatch.Stage.WORDS:
        return batch
    imports.explain_words(actor=batch.created_by, batch=batch, words={})
    return work(batch)


@pytest.fixture
def today() -> dt.date:
    """Today where the portal is."""
    return timezone.localdate()
