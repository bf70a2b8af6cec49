"""Cells of a workbook as their sender sees them."""

import datetime as dt

from lib.text import clean
from lib.workbooks import Cell

SHOWN = 40


def text_of(cell: Cell) -> str:
    """Return the cell as its sender sees it: no “.0” behind numbers, no spaces around."""
    if cell is None or isinstance(cell, str):
        return _bare_text(clean(cell or ""))
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return str(cell.date()) if cell.time() == dt.time() else f"{cell.date()} {cell:%H:%M}"
    return str(cell)


def _bare_text(text: str) -> str:
    """Return the text without what only tells Excel that it is text: ="0110", '0110."""
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        text = text[2:-1]
    return text.removeprefix("'").strip()


def shown(cell: Cell) -> str:
    """Return the cell for a message, shortened."""
    text = text_of(cell)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing was written into the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(cell: Cell) -> str | int | float | bool | None:
    """Return the cell as JSON can hold it; reading it again gives the same value."""
    return text_of(cell) if isinstance(cell, dt.date | dt.time | dt.timedelta) else cell
