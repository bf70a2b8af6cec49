"""The menu's headings say what stands under them."""

from lib.navigation import menu


def test_an_app_that_comes_after_a_heading_has_its_own() -> None:
    """An entry without a group behind a group would read as part of the app before."""
    entries = list(menu)
    grouped = [bool(entry.group) for entry in entries]
    assert grouped == sorted(grouped), [entry.key for entry in entries if not entry.group]
