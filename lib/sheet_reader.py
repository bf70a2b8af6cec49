"""Reads a workbook in a process of its own: `python sheet_reader.py PATH [SHEET]`.

calamine lays a sheet out from its first to its last cell, so a file of one kilobyte with a value in
XFD1048576 asks for 549 GB and takes the process with it; ods repeats and false sizes inside the zip
do the same in other ways. Here only this process dies. It costs about 0.1 s a workbook and 0.4 s a
million cells.

The answer on standard output is a pickle of {"names": [...]} without a SHEET argument, else of
{"name": str, "first_row": int, "rows": [[cell]]}; SHEET "" is the first with any rows, and rows are
empty when there is none. Exit codes as in `lib.children`.
"""

import pickle
import resource
import sys

MOST_MEMORY = 2 * 1024 * 1024 * 1024  # bytes; 100,000 × 25 cells take about 0.6 GB
UNREADABLE, TOO_LARGE = 3, 4


def read(path: str, sheet: str) -> dict[str, object]:
    """Return the sheet's name, the number of its first row, its rows."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    for name in [sheet] if sheet else book.sheet_names:
        table = book.get_sheet_by_name(name)
        if rows := table.to_python(skip_empty_area=True):
            return {"name": name, "first_row": table.start[0] + 1, "rows": rows}
    return {"name": sheet, "first_row": 1, "rows": []}


def names(path: str) -> dict[str, object]:
    """Return the names of the sheets."""
    from python_calamine import CalamineWorkbook

    return {"names": CalamineWorkbook.from_path(path).sheet_names}


def main(arguments: list[str]) -> int:
    """Limit the memory, read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError

    try:
        answer = read(*arguments) if len(arguments) > 1 else names(*arguments)
        pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    except (CalamineError, OSError, ValueError):
        return UNREADABLE
    except MemoryError:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
