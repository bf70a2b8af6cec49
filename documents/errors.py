"""What can go wrong with a document.

* DocumentError
  - DocumentFormatError   a stored document that this version cannot read
  - UnsafeLink            a link that is neither a path of the portal nor http(s)
  - DrawingFailed         a chart that cannot be drawn, a page that cannot be set

A missing font is ``documents.fonts.FontsMissing``.
"""


class DocumentError(Exception):
    """Base of this package's errors."""


class DocumentFormatError(DocumentError):
    """A stored document that this version cannot read."""


class UnsafeLink(DocumentError, ValueError):
    """A link that is neither a path of the portal nor http(s)."""


class DrawingFailed(DocumentError):
    """A chart that cannot be drawn or a page that cannot be set; the message is the engine's."""
