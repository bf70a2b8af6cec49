"""Message catalogues without system gettext: extracted, merged and compiled by Babel.

Source texts are English; the Chinese stand in `locale/zh_Hans/LC_MESSAGES/django.po`. Templates
are turned into Python by Django's own `templatize`, exactly as `makemessages` does.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LEFT_OUT = {"node_modules", "tests", "migrations", "var", "benchmarks", "docs", "deploy"}


def sources(root: Path) -> Iterator[Path]:
    """Yield our Python files and templates below `root`."""
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") for part in parts)
        if not hidden and LEFT_OUT.isdisjoint(parts) and (path.suffix == ".py" or len(parts) > 1):
            yield path


def extracted(root: Path) -> Catalog:
    """Return all messages in the sources below `root`, with the files in which they stand."""
    catalog = Catalog(charset="utf-8")
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        code = text if path.suffix == ".py" else _as_python(text, name)
        file = io.BytesIO(code.encode())
        for _line, message, comments, context in extract(
            "python", file, KEYWORDS, ("Translators:",)
        ):
            flags = _flags(message)
            catalog.add(
                message, None, [(name, 0)], auto_comments=comments, context=context, flags=flags
            )
    return catalog


def _as_python(template: str, name: str) -> str:
    """Return the calls of gettext in a template as Python, without the template's indentation."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=name).splitlines())


def updated(root: Path, po: Path) -> Catalog:
    """Return the catalogue at `po` with new messages added and vanished ones dropped."""
    with po.open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    catalog.update(extracted(root), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def write_catalogue(catalog: Catalog, po: Path) -> None:
    """Write `catalog` sorted by message and without places, so that branches rarely touch the same
    lines.
    """
    with po.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, no_location=True)


def compile_catalogue(po: Path) -> Path:
    """Write the binary catalogue beside `po` and return its path."""
    mo = po.with_suffix(".mo")
    with po.open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    with mo.open("wb") as file:
        write_mo(file, catalog)
    return mo


def problems(root: Path, po: Path) -> list[str]:
    """Return what is wrong with the catalogue: missing, fuzzy, left over, broken placeholders."""
    with po.open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    found = [f"no message in the sources: {m.id!r}" for m in catalog if m.id and not _used(m, root)]
    for message in extracted(root):
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        if known is None or not known.string or not all(_strings(known.string)):
            found.append(f"not translated: {message.id!r} ({message.locations[0][0]})")
        elif known.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        else:
            known.flags |= message.flags
            found += [f"{message.id!r}: {error}" for error in known.check(catalog)]
    return found


_cache: dict[Path, set[tuple[object, object]]] = {}


def _used(message: Message, root: Path) -> bool:
    if root not in _cache:
        _cache[root] = {(_key(m.id), m.context) for m in extracted(root)}
    return (_key(message.id), message.context) in _cache[root]


def _key(identifier: str | Iterable[str]) -> str | tuple[str, ...]:
    return identifier if isinstance(identifier, str) else tuple(identifier)


def _strings(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _flags(message: str | Sequence[str]) -> set[str]:
    first = message if isinstance(message, str) else message[0]
    return {"python-format"} if "%(" in (first or "") else set()
