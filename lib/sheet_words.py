"""Words that mean yes, no and nothing in the cells of every register."""

from lib.sheet_cells import text_of
from lib.text import half_width
from lib.workbooks import Cell

YES = frozenset(
    {"是", "有", "√", "✓", "✔", "☑", "v", "y", "yes", "true", "1", "对", "已", "符合", "合格"}
)
NO = frozenset(
    {
        "否",
        "无",
        "没有",
        "×",
        "✗",
        "✘",
        "✕",
        "x",
        "n",
        "no",
        "false",
        "0",
        "不是",
        "未",
        "不符合",
        "不合格",
    }
)
#: What people write into a cell so that it is not empty.
NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "_", "无数据", "未填", "空", "不适用"})


class NoAnswer(ValueError):
    """The cell says neither yes nor no."""


def read_yes(cell: Cell) -> bool:
    """Tell whether a cell says yes. Raises NoAnswer when it says neither."""
    text = half_width(text_of(cell)).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise NoAnswer(text)


def is_nothing(cell: Cell) -> bool:
    """Tell whether a cell is empty, or holds a stroke that says so."""
    return cell is None or not (text := text_of(cell)) or text in NOTHING
