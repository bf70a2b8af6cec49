"""An export of the whole register against its floors: COPY of the same rows, xlsxwriter alone.

`python -m benchmarks.exporting` on a seeded PostgreSQL. Floor and job in turn, the least of RUNS.
"""

import argparse
import io
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial

import django


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    django.setup()
    import xlsxwriter  # noqa: F401 - a start is not an export
    from django.urls import reverse
    from django.utils.translation import override

    path = reverse("injuries:records")
    with override("zh-hans"):
        lines = export(path, "csv")
        for kind, floor in (("csv", copy), ("xlsx", partial(bare_xlsx, lines))):
            taken = [
                (timed(floor), timed(partial(export, path, kind))) for _ in range(options.runs)
            ]
            bare, own = (min(one) for one in zip(*taken, strict=True))
            print(f"  {kind:<6}{own:>8.2f} s   floor {bare:>6.2f} s   {own / bare:>5.1f} ×")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {lines.count(bytes([10])):,} lines, {used:.0f} MB at most")


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def export(path: str, kind: str) -> bytes:
    """Write the list at `path` as a clerk's export is written; return the file."""
    from django.urls import resolve

    from accounts.models import User
    from lib.exports import ExportRequest

    with tempfile.TemporaryFile() as file:
        request = ExportRequest(
            user=User.objects.get(username="chen"),
            path=path,
            query="",
            kind=kind,
            file=file,
            progress=lambda _done: None,
        )
        view, args, kwargs = resolve(path)
        view(request, *args, **kwargs)
        file.seek(0)
        return file.read()


def copy() -> None:
    """Read the register with COPY."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY (SELECT * FROM injuries_injuryrecord ORDER BY event_date DESC, id DESC)"
            " TO STDOUT CSV",
            io.BytesIO(),
        )


def bare_xlsx(lines: bytes) -> None:
    """Write the cells of a csv with xlsxwriter alone."""
    import csv

    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, cells in enumerate(csv.reader(io.StringIO(lines.decode("utf-8-sig")))):
            for place, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, place, cell)
        book.close()


if __name__ == "__main__":
    main()
