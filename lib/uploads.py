"""Files on their way in, before a view sees them: a full disk is a sentence at the field."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from lib.storage import FULL, DiskFull


class RefusedUpload(UploadedFile):
    """Stands for a file for which there was no room: its name and size, and no content.

    `lib.forms.UploadField` says so; whoever reads it all the same gets DiskFull.
    """

    def __init__(self, name: str | None, size: int) -> None:
        super().__init__(None, name, size=size)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Raise DiskFull."""
        raise DiskFull

    def read(self, *_size: int) -> bytes:
        """Raise DiskFull."""
        raise DiskFull

    def seek(self, *_place: int) -> int:
        """Raise DiskFull."""
        raise DiskFull


class CarefulUploadHandler(TemporaryFileUploadHandler):
    """Django's temporary file, of which no fragment stays when the disk is full.

    The rest of the file is read and let go, so that the form's other fields arrive: nothing typed
    is lost, and the token by which the form is known to be ours may come after the file.
    """

    full = False
    #: None until one could be opened, which the stub does not know.
    file: TemporaryUploadedFile | None = None  # type: ignore[assignment]  # see above

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.full, self.file = False, None
        self._try(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece."""
        self._try(super().receive_data_chunk, raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file, or what stands for it."""
        whole = self._try(super().file_complete, file_size)  # writes what is still in a buffer
        return RefusedUpload(self.file_name, file_size) if self.full else whole

    def upload_interrupted(self) -> None:
        """Remove the fragment."""
        if self.file is not None:
            with suppress(OSError):  # what its buffer still holds has no room either
                self.file.close()
            Path(self.file.temporary_file_path()).unlink(missing_ok=True)

    def _try(self, step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self.full:
            return None
        try:
            return step(*args, **kwargs)
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.full = True
            self.upload_interrupted()
            return None
