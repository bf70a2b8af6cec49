"""`python -m scripts.icons`: the icons that the portal uses, as one small file of symbols.

The package's font has 2,000 icons in 130 kB; the portal uses some hundred. What is used is found in
the sources: names in quotes that are an icon's. tests/test_look.py holds the file to them.
"""

import re
import sys
from pathlib import Path

from scripts.layout import ROOT

ICONS = ROOT / "node_modules" / "bootstrap-icons" / "icons"
SPRITE = ROOT / "static" / "img" / "icons.svg"
#: A word alone may mean something else: it counts where an icon is asked for.
ASKED = re.compile(r"""(?:icon(?:=|\s|:\s*str\s*=\s*|\()\s*)["']([a-z0-9-]+)["']""")
#: A name of several words or with a number is an icon's, wherever it stands.
NAMED = re.compile(r"""["']([a-z]+[a-z0-9]*(?:-[a-z0-9]+)+|[a-z]+[0-9]+)["']""")


def used() -> list[str]:
    """Return the names of the icons that the sources name, sorted."""
    if not ICONS.is_dir():
        raise SystemExit(f"{ICONS} is missing: `make run` installs the packages.")
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    files = [
        path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts
    ]
    files += (ROOT / "templates").rglob("*.html")
    names: set[str] = set()
    for path in files:
        text = path.read_text("utf-8")
        names |= {*ASKED.findall(text), *NAMED.findall(text)}
    return sorted(name for name in names if (ICONS / f"{name}.svg").exists())


def sprite() -> str:
    """Return the file of symbols."""
    symbols = "\n".join(_symbol(name) for name in used())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str) -> str:
    """Return one icon as a symbol. All of them lie in a square of 16."""
    text = (ICONS / f"{name}.svg").read_text("utf-8")
    drawn = "".join(
        line.strip() for line in text.split(">", 1)[1].rsplit("</svg>", 1)[0].split("\n")
    )
    return f'<symbol id="{name}" viewBox="0 0 16 16">{drawn}</symbol>'


def main(path: Path = SPRITE) -> int:
    """Write the file anew."""
    path.write_text(sprite(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
