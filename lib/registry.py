"""The seam between lower and upper apps: an ordered register, filled in `AppConfig.ready`."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Registrable(Protocol):
    """What can be registered: it has a key that is unique and an order."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...


Item = TypeVar("Item", bound=Registrable)


class Registry(Generic[Item]):
    """Items by key, iterated in their order. A key registered twice is a mistake at start-up."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, Item] = {}

    def register(self, *items: Item) -> None:
        """Add items. Raises ValueError for a key that is taken by something else."""
        for item in items:
            if self._items.setdefault(item.key, item) != item:
                raise ValueError(f"{self.name}: {item.key!r} is registered twice.")

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(sorted(self._items.values(), key=lambda item: (item.order, item.key)))

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: str) -> Item | None:
        """Return the item or None."""
        return self._items.get(key)
