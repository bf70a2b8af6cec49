"""``docs/statistics.md``, made from signatures and docstrings so that it cannot go stale."""

import dataclasses
import inspect
import json
import re
import typing
from collections.abc import Iterator
from typing import Any

from stats import errors
from stats.catalogue import Function, call, examples, functions, sections
from stats.interval import FLAGS, MEASURES
from stats.uses import USES
from stats.words import LANGUAGES, Result

HEADINGS = ("Args", "Returns", "Raises", "Source")

PREFACE = """\
# Statistics

This file is written by `python -m stats --docs`; a test fails when it is not up
to date. Change the docstrings, not this file.

## How to call

In Python every function is in `stats`; arguments are plain numbers and lists (or
numpy arrays), options go by keyword. On the command line the arguments are one JSON object on
standard input, by the names below, and the result is JSON on standard output at full precision:

```
echo '{"cases": 15, "population": 48, "per": 1}' | python -m stats crude_rate
python -m stats --list
python -m stats --help crude_rate
```

- `level` is a two-sided confidence level (0.95, 0.998); `per` the multiplier of a rate (100000).
- A result is a frozen dataclass; JSON has its fields by name, and `sentences` with the result in
  words, `en` and `zh-hans` (in Python: `result.as_dict()`, `result.sentence("zh-hans")`).
- `null` in a result: the method defines no such number, or (with the flag `high_unbounded`, and in
  `bounds`) the data set no upper limit; in Python the latter is infinity.
- An error is JSON on standard error with exit code 2: `error`, `code`, `argument`, `position`,
  `message`, `message_zh`, `details`. In Python it is raised.
"""


def signature_text(function: Function) -> str:
    """``name(argument, *, option=default)``, without the annotations."""
    signature = inspect.signature(function)
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    text = str(signature.replace(parameters=bare, return_annotation=signature.empty))
    return f"{function.__name__}{text}"


def _blocks(doc: str) -> Iterator[tuple[str, list[str]]]:
    """(heading, lines) of a docstring; the lines before the first heading come under ''."""
    heading = ""
    lines: list[str] = []
    for line in doc.split("\n"):
        name = line.rstrip(":")
        if line.endswith(":") and name in HEADINGS:
            yield heading, lines
            heading, lines = name, []
        else:
            lines.append(line[4:] if heading else line)
    yield heading, lines


def _arguments(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        named = re.match(r"([a-z_][\w, ]*): (.*)", line)
        if named:
            names = ", ".join(f"`{name.strip()}`" for name in named[1].split(","))
            items.append(f"- {names}: {named[2]}")
        elif line.strip() and items:
            items[-1] += " " + line.strip()
    return "\n".join(items)


def _text(lines: list[str]) -> str:
    plain = re.sub(r":(?:class|data|mod|func):`~?([^`]+)`", r"`\1`", "\n".join(lines).strip())
    return re.sub(r"``([^`]+)``", r"`\1`", plain)


def _function(name: str, function: Function, shown: dict[str, Any]) -> str:
    parts = [f"### {name}", f"```\n{signature_text(function)}\n```"]
    for heading, lines in _blocks(inspect.getdoc(function) or ""):
        body = _text([_arguments(lines)] if heading == "Args" else lines)
        if heading == "Args":
            parts.append(f"**Arguments**\n\n{body}")
        elif body:
            parts.append(f"**{heading}**: {body}" if heading else body)
    if name in shown:
        parts.append(_example(name, shown[name]))
    return "\n\n".join(parts)


def _example(name: str, arguments: dict[str, Any]) -> str:
    given = json.dumps(arguments, ensure_ascii=False)
    answer = call(name, arguments)
    said = answer.get("sentences", {}) if isinstance(answer, dict) else {}
    lines = [f"**Example**: `{given}`", *(f"> {said[key]}" for key in LANGUAGES if key in said)]
    return "\n\n".join(lines)


def _result_classes(base: type[Result] = Result) -> Iterator[type[Result]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _result_classes(kind)


def _annotation(hint: Any) -> str:
    text = hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)
    return re.sub(r"(stats\.[\w.]+\.|typing\.)", "", text)


def _result(kind: type[Result]) -> str:
    hints = typing.get_type_hints(kind)
    fields = ", ".join(f"`{name}` ({_annotation(hints[name])})" for name in kind.field_names())
    doc = inspect.getdoc(kind) or ""
    return f"### {kind.__name__}\n\n{_text([doc])}\n\nFields: {fields}."


def _results() -> str:
    kinds = {
        kind.__name__: kind
        for kind in _result_classes()
        if dataclasses.is_dataclass(kind) and kind.__module__.startswith("stats.")
    }
    return "\n\n".join(_result(kinds[name]) for name in sorted(kinds))


def _errors() -> str:
    tree = (inspect.getdoc(errors) or "").split("::\n\n")[1].split("\n\nEvery")[0]
    return f"## Errors\n\n```\n{inspect.cleandoc(tree)}\n```"


def _words() -> str:
    rows = [f"- `{key}`: {phrase.en} {phrase.zh}" for key, phrase in FLAGS.items()]
    measures = ", ".join(f"`{key}`" for key in MEASURES)
    flags = "\n".join(rows)
    return f"## Flags and measures\n\n{flags}\n\nMeasures of an Estimate: {measures}."


def _uses() -> str:
    rows = [f"- [{name}](#{name}): {told}" for name, told in USES.items()]
    coming = ", ".join(f"[{name}](#{name})" for name in functions() if name not in USES)
    return "\n\n".join(
        [
            "## Where the portal uses them",
            "\n".join(rows),
            "No page calls the others yet: they are for the analyses that are to come, and for the "
            f"command line. {coming}.",
        ]
    )


def documentation() -> str:
    """The whole file."""
    shown = examples()
    parts = [PREFACE.rstrip(), "## Contents"]
    for title, names in sections():
        parts[-1] += f"\n- {title}: " + ", ".join(f"[{n}](#{n})" for n in names)
    parts[-1] = parts[-1].replace("## Contents\n", "## Contents\n\n", 1)
    parts.append(_uses())
    for title, names in sections():
        parts.append(f"## {_text([title])}")
        parts += [_function(name, functions()[name], shown) for name in names]
    parts += ["## Results", _results(), _words(), _errors()]
    return "\n\n".join(parts) + "\n"
