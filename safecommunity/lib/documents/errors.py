"""What can go wrong with a document.

* DocumentError
  - DocumentFormatError   a stored document that this version cannot read
  - UnsafeLink            a link that is neither a path of the portal nor http(s)
  - FontsMissing          the pinned Chinese font is not installed
"""


class DocumentError(Exception):
    """Base of this package's errors."""


class DocumentFormatError(DocumentError):
    """A stored document that this version cannot read."""


class UnsafeLink(DocumentError, ValueError):
    """A link that is neither a path of the portal nor http(s)."""


class FontsMissing(DocumentError):
    """The pinned Chinese font is not installed; the message says how to install it."""
