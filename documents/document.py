"""The report document: title, meta, sections of blocks.

A document is a snapshot. It is stored as canonical JSON with a hash, and HTML, PDF, Word and
Excel are rendered from it, today and in five years. Who signed it stands beside it, in ``Seal``,
because a signature names the hash of what it signs.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from documents import blocks, codec
from documents.blocks import Block, Narrative
from lib.bilingual import DEFAULT_LANGUAGE, Words
from lib.canonical import canonical_bytes

SCHEMA = 1

SectionState = Literal["ready", "empty", "failed"]
Status = Literal["draft", "reviewed", "signed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the report is about and what made it. ``corrects`` is the hash of an earlier one."""

    area: Words = ""
    period: Words = ""
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    as_of: dt.date | None = None
    made_at: dt.datetime | None = None
    prepared_by: Words = ""
    code_version: str = ""
    template: str = ""
    language: str = DEFAULT_LANGUAGE
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter. A failed one keeps its place and says so; ``message`` explains empty or failed."""

    key: str
    title: Words
    blocks: tuple[Block, ...] = ()
    state: SectionState = "ready"
    message: Words = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(self.blocks))


@dataclass(frozen=True, slots=True)
class Document:
    """A report as data."""

    title: Words
    meta: Meta
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sections", tuple(self.sections))

    def to_json(self) -> dict[str, Any]:
        """JSON-ready, with the schema's version; equal documents give equal trees."""
        return {"schema": SCHEMA, "document": codec.encode(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Document:
        """The stored document, or ``DocumentFormatError``."""
        return codec.decode_document(data, schema=SCHEMA, kinds=_kinds())

    def canonical(self) -> bytes:
        """The bytes that are hashed: sorted keys, no spaces, UTF-8."""
        return canonical_bytes(self.to_json())

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    @property
    def figures_sha256(self) -> str:
        """Hash of all but what staff may write: unchanged by any edit of a narrative."""
        return self._with_narratives(dict.fromkeys(self.narratives(), "")).sha256

    def narratives(self) -> dict[str, Words]:
        """Editable texts by key, in reading order."""
        return {block.key: block.text for block in self._blocks() if isinstance(block, Narrative)}

    def narrative_title(self, key: str) -> Words:
        """What stands above a narrative; ``KeyError`` when the document has no such one."""
        titles = {
            block.key: block.title for block in self._blocks() if isinstance(block, Narrative)
        }
        return titles[key]

    def with_narrative(self, key: str, text: Words) -> Document:
        """A copy with one narrative rewritten; ``KeyError`` when the document has no such one."""
        if key not in self.narratives():
            raise KeyError(key)
        return self._with_narratives({key: text})

    def _blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    def _with_narratives(self, texts: dict[str, Words]) -> Document:
        def rewritten(block: Block) -> Block:
            if isinstance(block, Narrative) and block.key in texts:
                return replace(block, text=texts[block.key])
            return block

        return replace(
            self,
            sections=tuple(
                replace(section, blocks=tuple(rewritten(block) for block in section.blocks))
                for section in self.sections
            ),
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of the signature block; unsigned while ``signed_at`` is None."""

    role: Words
    name: str = ""
    signed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """Where a document stands: its state, its number and who signed. Not part of its hash."""

    status: Status = "draft"
    number: str = ""
    signatures: tuple[Signature, ...] = ()


@cache
def _kinds() -> dict[str, type]:
    """What a stored document may be made of, by name: every block, and the classes above."""
    known = {**vars(blocks), **globals()}
    return {
        name: kind
        for name, kind in known.items()
        if dataclasses.is_dataclass(kind) and isinstance(kind, type)
    }
