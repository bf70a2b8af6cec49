"""Texts that exist in every language of the portal at once.

A report is computed once and read in Chinese and in English, so what it stores is
``{"zh-hans": …, "en": …}`` and the language is chosen when it is rendered.

``Text`` is that pair; ``bilingual`` makes one from a translatable message; ``say`` and
``localise`` choose a language, for one text and for a whole JSON tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

LANGUAGES = ("zh-hans", "en")
DEFAULT_LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh_hans: str
    en: str

    def say(self, language: str) -> str:
        return self.en if language == "en" else self.zh_hans

    def to_json(self) -> dict[str, str]:
        return {"zh-hans": self.zh_hans, "en": self.en}


Words = str | Text


def bilingual(message: Words | Promise, **params: Any) -> Text:
    """The message in both languages, its ``%(name)s`` places filled.

    ``message`` is a lazy translation, a Text, or a plain string that both languages share.
    A parameter may itself be a lazy translation, a Text, or a function of the language (for a
    number: ``lambda language: format_number(n, language=language)``).
    """
    return Text(*(_fill(message, params, language) for language in LANGUAGES))


def _fill(message: Words | Promise, params: Mapping[str, Any], language: str) -> str:
    with override(language):
        template = _speak(message, language)
        if not params:
            return template
        return template % {name: _speak(value, language) for name, value in params.items()}


def _speak(value: Words | Promise | Callable[[str], str], language: str) -> str:
    if isinstance(value, Text):
        return value.say(language)
    if callable(value) and not isinstance(value, Promise):
        return value(language)
    return str(value)


def words(value: Words | Promise) -> Words:
    """``value`` as something a document can store: a lazy translation becomes a Text."""
    return bilingual(value) if isinstance(value, Promise) else value


def say(value: Words | None, language: str) -> str:
    """``value`` in one language; nothing is the empty string."""
    if value is None:
        return ""
    return value.say(language) if isinstance(value, Text) else value


def leaf(zh_hans: Any, en: Any) -> dict[str, Any]:
    """A place in a JSON tree that differs by language; ``localise`` resolves it."""
    return {"zh-hans": zh_hans, "en": en}


def words_json(value: Words) -> Any:
    """``value`` as a leaf of a JSON tree."""
    return value.to_json() if isinstance(value, Text) else value


def localise(tree: Any, language: str) -> Any:
    """A copy of a JSON tree in which every ``{"zh-hans": …, "en": …}`` is one of the two."""
    if isinstance(tree, Mapping):
        if tree.keys() == set(LANGUAGES):
            return localise(tree["en" if language == "en" else "zh-hans"], language)
        return {key: localise(value, language) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [localise(item, language) for item in tree]
    return tree
