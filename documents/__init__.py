"""The report document: a snapshot as data, and its renderings in HTML, PDF, Word and Excel.

Renderers live in ``html``, ``pdf``, ``word`` and ``xlsx`` and are imported by name, so that who
only builds documents does not load Typst or python-docx.
"""

from documents.blocks import (
    Block,
    Callout,
    Cell,
    Change,
    Chart,
    Column,
    Finding,
    KeyFigure,
    KeyFigures,
    Narrative,
    Paragraph,
    Table,
)
from documents.document import (
    SCHEMA,
    Document,
    Meta,
    Seal,
    Section,
    Signature,
)
from documents.errors import (
    DocumentError,
    DocumentFormatError,
    UnsafeLink,
)
from documents.registry import (
    DocumentSpec,
    SectionKind,
    build,
    sections,
)

__all__ = [
    "SCHEMA",
    "Block",
    "Callout",
    "Cell",
    "Change",
    "Chart",
    "Column",
    "Document",
    "DocumentError",
    "DocumentFormatError",
    "DocumentSpec",
    "Finding",
    "KeyFigure",
    "KeyFigures",
    "Meta",
    "Narrative",
    "Paragraph",
    "Seal",
    "Section",
    "SectionKind",
    "SectionKind",
    "Signature",
    "Table",
    "UnsafeLink",
    "build",
    "sections",
]
