"""An import of injury cards against its floor: reading the sheet and COPY of the same rows.

Run by `make bench`. ROWS cards, as a hospital sends them, once as a workbook and once as a text, go
through upload, check and commit in this process. The floor is python-calamine (or csv) reading the
same file, and PostgreSQL taking the finished rows by COPY: into a table with the same indexes, and,
harder, into one without any.
"""

import argparse
import csv
import datetime as dt
import io
import itertools
import random
import time
from collections.abc import Callable, Iterator
from functools import partial

import django

HEADINGS = [
    "卡片编号",
    "姓名",
    "性别",
    "年龄",
    "联系电话",
    "户籍",
    "所属社区",
    "伤害发生时间",
    "伤害发生时刻",
    "患者就诊时间",
    "就诊时刻",
    "伤害发生原因",
    "伤害发生地点",
    "伤害发生时活动",
    "是否故意",
    "伤害性质",
    "伤害部位",
    "严重程度",
    "伤害结局",
]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    django.setup()
    from lib.workbooks import read_sheet  # noqa: F401 - a start is not a reading

    for name, made, plainly in (
        ("cards.xlsx", workbook, read),
        ("cards.csv", text, read_text),
    ):
        data = made(options.rows)
        print(f"{name}: {options.rows:,} cards, {len(data) / 1e6:.1f} MB")
        batch, steps = run(name, data)
        floors = {
            "read": timed(partial(plainly, data)),
            "COPY": copy_again(batch, "INCLUDING ALL"),
            "bare COPY": copy_again(batch, "INCLUDING DEFAULTS"),
        }
        for step, seconds in (steps | {f"floor: {k}": v for k, v in floors.items()}).items():
            print(f"  {step:<18}{seconds:>8.2f} s")
        work = steps["check"] + steps["commit"]
        for copy in ("COPY", "bare COPY"):
            ratio = work / (floors["read"] + floors[copy])
            print(f"  check + commit = {ratio:.1f} × (read + {copy})", flush=True)


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def run(name: str, data: bytes) -> tuple[object, dict[str, float]]:
    """Take the workbook all the way in; return the batch and the seconds of each step."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from accounts.models import User
    from injuries.imports import running
    from injuries.models import ImportBatch, ReportingSite
    from injuries.services import imports
    from lib.ids import new_id

    zhao = User.objects.get(username="zhao")
    site = ReportingSite.objects.order_by("code").first()
    upload = SimpleUploadedFile(name, data)
    key = new_id()
    steps = {
        "upload": timed(
            lambda: imports.receive_workbook(
                actor=zhao, key=key, site=site, area=site.area, upload=upload
            )
        )
    }
    steps["read"] = timed(lambda: running.run(str(key)))
    batch = ImportBatch.objects.get(pk=key)
    imports.confirm_columns(actor=zhao, batch=batch, mapping=batch.mapping)
    steps["check"] = timed(lambda: running.run(str(key)))
    imports.commit_import(actor=zhao, batch=ImportBatch.objects.get(pk=key))
    steps["commit"] = timed(lambda: running.run(str(key)))
    batch.refresh_from_db()
    if batch.stage != ImportBatch.Stage.COMMITTED or batch.bad_rows:
        raise SystemExit(f"The import ended as {batch.stage} with {batch.bad_rows} refused rows.")
    return batch, steps


def workbook(rows: int) -> bytes:
    """Return an xlsx with `rows` cards of the demonstration's shapes, in Chinese words."""
    import xlsxwriter
    from django.utils.translation import override

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("伤害卡")
    sheet.write_row(0, 0, HEADINGS)
    with override("zh-hans"):
        for number, cells in enumerate(itertools.islice(cards(), rows), start=1):
            sheet.write_row(number, 0, cells)
    book.close()
    return file.getvalue()


def text(rows: int) -> bytes:
    """Return the same as csv."""
    from django.utils.translation import override

    file = io.StringIO(newline="")
    with override("zh-hans"):
        csv.writer(file).writerows([HEADINGS, *itertools.islice(cards(), rows)])
    return file.getvalue().encode()


def cards() -> Iterator[list[object]]:
    """Yield cells of cards without end."""
    from django.utils import timezone

    from accounts.models import User
    from communities import roles
    from communities.models import Area, AreaKind
    from injuries.demo import cards_of
    from injuries.models import ReportingSite
    from lib.demo import DemoContext

    today = timezone.localdate()
    mark = f"B{time.time_ns():x}-"  # other numbers each time too
    context = DemoContext(
        rng=random.Random(),  # others each time: the same cards again would be duplicates
        scale=1000,
        street=Area.objects.get(kind=AreaKind.STREET),
        communities=list(Area.objects.filter(kind=AreaKind.COMMUNITY).order_by("code")),
        grids=list(Area.objects.filter(kind=AreaKind.GRID).order_by("code")),
        start=today - dt.timedelta(days=1095),
        end=today,
        users={roles.REPORTER: [User.objects.get(username="zhao")]},
    )
    names = {area.pk: area.name for area in (*context.communities, *context.grids)}
    for one in cards_of(context, list(ReportingSite.objects.order_by("code"))):
        yield [
            f"{mark}{one.card_number}",
            one.name,
            one.get_sex_display(),
            one.age_value,
            one.phone,
            one.get_registration_display(),
            names[one.area_id],
            str(one.occurred_on),
            one.occurred_hour,
            str(one.visited_on),
            one.visited_hour,
            one.get_cause_display(),
            one.get_place_display(),
            one.get_activity_display(),
            one.get_intent_display(),
            one.get_nature_display(),
            one.get_body_site_display(),
            one.get_severity_display(),
            one.get_outcome_display(),
        ]


def read(data: bytes) -> None:
    """Read the sheet with the plain library."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def read_text(data: bytes) -> None:
    """Read the text with Python's own reader."""
    list(csv.reader(io.StringIO(data.decode(), newline="")))


def copy_again(batch: object, like: str) -> float:
    """Return the seconds of COPY of the batch's rows into a table `LIKE theirs {like}`."""
    from django.db import connection

    lines = io.StringIO()
    table = "injuries_injuryrecord"
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT * FROM {table} WHERE batch_id = '{batch.pk}') TO STDOUT",
            lines,
        )
        lines.seek(0)
        cursor.execute(f"CREATE TABLE bench_copy (LIKE {table} {like})")
        try:
            return timed(lambda: cursor.copy_expert("COPY bench_copy FROM STDIN", lines))
        finally:
            cursor.execute("DROP TABLE bench_copy")


if __name__ == "__main__":
    main()
