"""Workbooks of registers on their way in."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from communities.models import Area
from ledgers import services
from ledgers.declaration import registers
from ledgers.machine import running
from ledgers.models import Batch
from lib.ids import new_id

HEADINGS = ["编号", "单位名称", "类别", "所属网格", "地址", "负责人", "电话", "面积（㎡）"]


def workbook(rows: Sequence[Sequence[Any]], name: str = "场所台账.xlsx") -> SimpleUploadedFile:
    """An xlsx with one sheet."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("台账")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile(name, file.getvalue())


def shop(number: str = "JS-1", name: str = "福源副食店", **other: Any) -> list[Any]:
    """A row of premises in 东一网格."""
    cells = {
        "编号": number,
        "单位名称": name,
        "类别": "小商店",
        "所属网格": "东一网格",
        "地址": "河滨路9号",
        "负责人": "张三",
        "电话": "13800001234",
        "面积（㎡）": 85,
    }
    return [{**cells, **other}[heading] for heading in HEADINGS]


def shops(*rows: Sequence[Any]) -> SimpleUploadedFile:
    """A workbook of premises."""
    return workbook([HEADINGS, *rows])


def receive(actor: User, area: Area, rows: Sequence[Sequence[Any]], **more: Any) -> Batch:
    """A workbook of premises, read by the worker."""
    batch = services.receive_workbook(
        actor=actor,
        key=new_id(),
        ledger=registers["premises"],
        area=area,
        upload=workbook(rows),
        **more,
    )
    return work(batch)


def checked(actor: User, area: Area, rows: Sequence[Sequence[Any]], **more: Any) -> Batch:
    """A workbook of premises with its columns as guessed, checked by the worker."""
    batch = receive(actor, area, [HEADINGS, *rows], **more)
    services.confirm_columns(actor=actor, batch=batch, mapping=batch.mapping)
    return work(batch)


def committed(actor: User, area: Area, rows: Sequence[Sequence[Any]], **more: Any) -> Batch:
    """A workbook of premises, committed."""
    batch = checked(actor, area, rows, **more)
    services.commit_batch(actor=actor, batch=batch)
    return work(batch)


def work(batch: Batch) -> Batch:
    """What the worker does when the bell rings."""
    running.run(str(batch.pk))
    return Batch.objects.get(pk=batch.pk)
