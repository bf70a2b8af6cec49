"""What a report says, short enough to stand on the page that signs it."""

from dataclasses import dataclass
from typing import Any

from documents.document import Document
from documents.presentation import present

Shown = dict[str, Any]


@dataclass(frozen=True)
class Digest:
    """Key figures by section, what was found, what staff wrote, and the contents of a report."""

    figures: list[tuple[str, list[Shown]]]
    findings: list[Shown]
    texts: list[Shown]
    contents: list[Shown]
    words: Shown

    @property
    def unwritten(self) -> list[str]:
        """Titles of texts that nobody wrote."""
        return [one["title"] for one in self.texts if not one["lines"]]

    @property
    def failed(self) -> list[str]:
        """Headings of sections that could not be computed."""
        return [one["heading"] for one in self.contents if one["state"] == "failed"]


def digest(document: Document, language: str) -> Digest:
    """Return the digest of `document` in `language`."""
    shown = present(document, language)
    blocks = [block for section in shown["sections"] for block in section["blocks"]]
    return Digest(
        figures=[
            (section["heading"], block["figures"])
            for section in shown["sections"]
            for block in section["blocks"]
            if block["type"] == "key_figures"
        ],
        findings=[one for one in blocks if one["type"] == "finding"],
        texts=[one for one in blocks if one["type"] == "narrative"],
        contents=shown["sections"],
        words=shown["words"],
    )
