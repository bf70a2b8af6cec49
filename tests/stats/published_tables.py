"""Reading the small tables in ``data/``: comment lines name the source, then plain CSV or JSON."""

import csv
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a CSV table; numbers as floats, empty cells as None."""
    text = (DATA / name).read_text(encoding="utf-8").splitlines()
    table = csv.DictReader(line for line in text if not line.startswith("#"))
    return [{key: _value(cell) for key, cell in row.items()} for row in table]


def column(name: str, key: str) -> list[float]:
    """One column of a CSV table."""
    return [row[key] for row in rows(name)]


def document(name: str) -> Any:
    """A JSON table."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def computed(case: str, quantity: str) -> dict[int, float | None]:
    """Position → value of one quantity of one case that was computed in R."""
    return {
        int(row["position"]): row["value"]
        for row in rows("computed_in_r.csv")
        if row["case"] == case and row["quantity"] == quantity
    }


def _value(cell: str) -> Any:
    if cell == "":
        return None
    try:
        return float(cell)
    except ValueError:
        return cell
