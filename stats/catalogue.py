"""The public functions: by name, by section, with their arguments. For the command and the docs."""

import importlib
import inspect
import json
from collections.abc import Callable
from importlib import resources
from typing import Any

import stats
from stats.checks import OBJECT_NEEDED
from stats.errors import BadShape, MissingValue, UnknownChoice
from stats.words import LANGUAGES, Result, plain

Function = Callable[..., Any]


def functions() -> dict[str, Function]:
    """Name → function for every function in ``stats.__all__``."""
    found = {name: getattr(stats, name) for name in stats.__all__}
    return {name: thing for name, thing in found.items() if inspect.isfunction(thing)}


def sections() -> list[tuple[str, list[str]]]:
    """(title, names): functions grouped by module; the title is the module's first line."""
    grouped: dict[str, list[str]] = {}
    for name, function in functions().items():
        grouped.setdefault(function.__module__, []).append(name)
    return [(first_line(importlib.import_module(module)), grouped[module]) for module in grouped]


def first_line(thing: Any) -> str:
    """The first line of a docstring, without its full stop."""
    return (inspect.getdoc(thing) or "").split("\n")[0].rstrip(".")


def examples() -> dict[str, dict[str, Any]]:
    """Name → keyword arguments that show what a public function takes."""
    text = resources.files("stats").joinpath("data/examples.json")
    shown = json.loads(text.read_text(encoding="utf-8"))
    return {name: shown[name] for name in functions() if name in shown}


def call(name: str, arguments: Any) -> Any:
    """Call a public function with keyword arguments as read from JSON; the result as JSON knows it.

    A result that says itself also has ``sentences`` in both languages. Raises StatsError for an
    unknown function, a missing or unknown argument, and whatever the function itself refuses.
    """
    known = functions()
    if name not in known:
        raise UnknownChoice("function", value=name, allowed=", ".join(known))
    if not isinstance(arguments, dict):
        raise BadShape("input", reason=OBJECT_NEEDED)
    parameters = inspect.signature(known[name]).parameters
    for argument in arguments:
        if argument not in parameters:
            raise UnknownChoice("argument", value=argument, allowed=", ".join(parameters))
    for argument, parameter in parameters.items():
        if parameter.default is parameter.empty and argument not in arguments:
            raise MissingValue(argument)
    result = known[name](**arguments)
    if isinstance(result, Result):
        sentences = {language: result.sentence(language) for language in LANGUAGES}
        return {**result.as_dict(), "sentences": sentences}
    return plain(result)
