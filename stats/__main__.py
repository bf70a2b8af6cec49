"""The statistics on the command line: JSON in, JSON out.

::

    python -m stats FUNCTION < arguments.json
    python -m stats --list
    python -m stats --help [FUNCTION]
    python -m stats --docs > docs/statistics.md

Exit code 0: the result is on standard output. Exit code 2: the named error is on standard error.
"""

import inspect
import json
import sys

from stats.catalogue import call, first_line, functions
from stats.documentation import documentation, signature_text
from stats.errors import BadShape, StatsError, UnknownChoice
from stats.words import Phrase

NAMED_ERROR = 2
NOT_JSON = Phrase(en="it is not valid JSON", zh="不是有效的 JSON")
ONE_NAME = Phrase(en="give one function name; see --help", zh="请给出一个函数名；见 --help")


def _help(names: list[str]) -> str:
    if not names:
        return (__doc__ or "").strip()
    known = functions()
    if names[0] not in known:
        raise UnknownChoice("function", value=names[0], allowed=", ".join(known))
    function = known[names[0]]
    return f"{signature_text(function)}\n\n{inspect.getdoc(function)}"


def _list() -> str:
    return "\n".join(f"{name}: {first_line(f)}" for name, f in functions().items())


def _run(name: str) -> str:
    try:
        arguments = json.load(sys.stdin)
    except ValueError as error:
        raise BadShape("input", reason=NOT_JSON) from error
    return json.dumps(call(name, arguments), ensure_ascii=False, allow_nan=False)


def _answer(arguments: list[str]) -> str:
    match arguments:
        case [] | ["--help" | "-h", *_]:
            return _help(arguments[1:])
        case ["--list"]:
            return _list()
        case ["--docs"]:
            return documentation().rstrip("\n")
        case [name]:
            return _run(name)
    raise BadShape("command line", reason=ONE_NAME)


def main(arguments: list[str]) -> int:
    """Print the answer and return 0, or print the named error as JSON and return 2."""
    try:
        print(_answer(arguments))
    except StatsError as error:
        print(json.dumps(error.as_dict(), ensure_ascii=False), file=sys.stderr)
        return NAMED_ERROR
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
