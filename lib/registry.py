"""The seam between lower and upper rooms: registers that rooms fill in `AppConfig.ready`.

In which order they are read stands in one list each in the roof (`safecommunity/orders.py`).
"""

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar


class Registrable(Protocol):
    """What can be registered: it has a key that is unique."""

    @property
    def key(self) -> str: ...


Item = TypeVar("Item", bound=Registrable)


class Registry(Generic[Item]):
    """Items by key, iterated as arranged. A key registered twice is a mistake at start-up."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, Item] = {}
        self._places: dict[str, int] = {}

    def register(self, *items: Item) -> None:
        """Add items. Raises ValueError for a key that is taken by something else."""
        for item in items:
            if self._items.setdefault(item.key, item) != item:
                raise ValueError(f"{self.name}: {item.key!r} is registered twice.")

    def arrange(self, keys: Sequence[str]) -> None:
        """Say in which order items are iterated; those that are not named come last, by key."""
        self._places = {key: place for place, key in enumerate(keys)}

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Item]:
        last = len(self._places)
        places = self._places
        return iter(
            sorted(self._items.values(), key=lambda item: (places.get(item.key, last), item.key))
        )

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: str) -> Item | None:
        """Return the item or None."""
        return self._items.get(key)
