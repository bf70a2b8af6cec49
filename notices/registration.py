"""What this room puts into the registries of the library."""


def register() -> None:
    """Fill the registries."""
