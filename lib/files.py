"""Records that keep files: who may read them, and whether people add and remove them by hand.

Apps register theirs; a record of any other model has no files.
"""

from dataclasses import dataclass

from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class FileKeeper:
    """A model, by its label in lower case, and the permission that its page asks for.

    `anywhere`: the page asks whether the permission is held anywhere, because its records also
    reach people whose area lies below. `by_action`: files are part of an action (photos of an
    inspection): they come with it, and nobody adds or removes one afterwards. `personal`: they name
    persons whom the page masks (a scan of an injury card), so opening one is a reveal.
    """

    key: str
    view: str
    anywhere: bool = False
    by_action: bool = False
    personal: bool = False


def names_persons(label: str) -> bool:
    """Tell whether files of records of this model (its label in lower case) name persons."""
    keeper = file_keepers.get(label)
    return keeper is not None and keeper.personal


file_keepers: Registry[FileKeeper] = Registry("records with files")
