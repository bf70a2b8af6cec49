"""A register from Excel against its floor: reading the sheet and COPY of the same rows.

Run by hand: `python -m benchmarks.ledgers --rows 100000`, against PostgreSQL. ROWS premises of the
demonstration street go through upload, check and commit in this process. The floor is
python-calamine reading the same file, and PostgreSQL taking the finished rows by COPY into a table
with the same indexes, and, harder, into one without any. What it made is undone at the end, which
is timed too. The last line says the ratio that counts: (check + commit) / (read + COPY).
"""

import argparse
import io
import time
from functools import partial

import django

from benchmarks.importing import read, timed

HEADINGS = [
    "编号",
    "单位名称",
    "类别",
    "所属社区",
    "地址",
    "负责人",
    "电话",
    "面积",
    "人数",
    "登记日期",
]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    django.setup()
    from lib.workbooks import read_sheet  # noqa: F401 - a start is not a reading

    data = workbook(options.rows)
    print(f"premises.xlsx: {options.rows:,} rows, {len(data) / 1e6:.1f} MB")
    batch, steps = run(data)
    floors = {
        "read": timed(partial(read, data)),
        "COPY": copy_again(batch, "INCLUDING ALL"),
        "bare COPY": copy_again(batch, "INCLUDING DEFAULTS"),
    }
    steps["undo"] = undo(batch)
    for step, seconds in (steps | {f"floor: {k}": v for k, v in floors.items()}).items():
        print(f"  {step:<18}{seconds:>8.2f} s")
    work = steps["check"] + steps["commit"]
    for copy in ("bare COPY", "COPY"):
        ratio = work / (floors["read"] + floors[copy])
        print(f"check + commit = {ratio:.1f} × (read + {copy})", flush=True)


def run(data: bytes) -> tuple[object, dict[str, float]]:
    """Take the workbook all the way in; return the batch and the seconds of each step."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from accounts.models import User
    from communities.models import Area, AreaKind
    from ledgers import services
    from ledgers.declaration import registers
    from ledgers.machine import running
    from ledgers.models import Batch
    from lib.ids import new_id

    chen, key = User.objects.get(username="chen"), new_id()
    receive = partial(
        services.receive_workbook,
        actor=chen,
        key=key,
        ledger=registers["premises"],
        area=Area.objects.get(kind=AreaKind.STREET),
        upload=SimpleUploadedFile("premises.xlsx", data),
    )
    steps = {"upload": timed(receive), "read": timed(lambda: running.run(str(key)))}
    batch = Batch.objects.get(pk=key)
    services.confirm_columns(actor=chen, batch=batch, mapping=batch.mapping)
    steps["check"] = timed(lambda: running.run(str(key)))
    services.commit_batch(actor=chen, batch=Batch.objects.get(pk=key))
    steps["commit"] = timed(lambda: running.run(str(key)))
    batch.refresh_from_db()
    if batch.stage != Batch.Stage.COMMITTED or batch.bad_rows or batch.doubtful_rows:
        raise SystemExit(f"It ended as {batch.stage} with {batch.open_rows} rows open.")
    return batch, steps


def undo(batch: object) -> float:
    """Return the seconds that taking everything out again takes."""
    from ledgers import services
    from ledgers.machine import running
    from ledgers.models import Batch

    if not isinstance(batch, Batch):
        raise TypeError("no batch")
    services.undo_batch(actor=batch.created_by, batch=batch)
    return timed(lambda: running.run(str(batch.pk)))


def workbook(rows: int) -> bytes:
    """Return an xlsx with `rows` premises of the demonstration's communities."""
    import xlsxwriter
    from django.utils.translation import override

    from communities.models import Area, AreaKind
    from premises.models import PremisesCategory

    areas = [area.name for area in Area.objects.filter(kind=AreaKind.COMMUNITY).order_by("code")]
    mark = f"B{time.time_ns():x}"  # other numbers each time
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADINGS)
    with override("zh-hans"):
        kinds = [str(kind) for kind in PremisesCategory.objects.filter(active=True)]
        for n in range(rows):
            cells = [
                f"{mark}-{n}",
                f"{mark}第{n}号便民店",
                kinds[n % len(kinds)],
                areas[n % len(areas)],
                f"兴园路{n}号底商",
                "张三丰",
                f"138{n:08}",
                20 + n % 300,
                1 + n % 9,
                f"2026-{1 + n % 9:02}-{1 + n % 28:02}",
            ]
            sheet.write_row(n + 1, 0, cells)
    book.close()
    return file.getvalue()


def copy_again(batch: object, like: str) -> float:
    """Return the seconds of COPY of the batch's premises into a table `LIKE theirs {like}`."""
    from django.db import connection

    lines = io.StringIO()
    table, rows = "premises_premises", "ledgers_row"
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT * FROM {table} WHERE id IN (SELECT target FROM {rows}"
            f" WHERE batch_id = '{batch.pk}')) TO STDOUT",
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
