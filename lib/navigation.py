"""The main menu and the quick actions of the home page; a role allows each of them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.urls import reverse
from django.utils.functional import Promise

from lib.registry import Registry


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One entry. `url_name` is reversed without arguments; `icon` is a Bootstrap icon's name.

    `permission` None shows it to every signed-in user. `group` is the heading it stands under.
    """

    key: str
    label: str | Promise
    url_name: str
    icon: str
    permission: str | None = None
    group: str | Promise = ""

    @cached_property
    def url(self) -> str:
        """Address of the page; every page of the portal asks for those of the whole menu."""
        return reverse(self.url_name)


menu: Registry[MenuEntry] = Registry("menu")
#: What a person can begin from the home page; entries with the address of a form.
quick_actions: Registry[MenuEntry] = Registry("quick actions")


@lru_cache(maxsize=256)
def permission_of(path: str) -> str | None:
    """Return the permission that the page at `path` asks for: that of the entry it lies under.

    None is for everybody. Kept, because a dashboard asks for some hundred links.
    """
    over = [entry for entry in menu if path.startswith(entry.url)]
    return max(over, key=lambda entry: len(entry.url)).permission if over else None
