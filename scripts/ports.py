"""Ports of the loopback address."""

import socket


def is_free(port: int) -> bool:
    """Tell whether nobody listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def any_free() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_free(start: int, tries: int = 50) -> int:
    """Return `start` or the next free port; any free one when the next `tries` are all taken."""
    return next((port for port in range(start, start + tries) if is_free(port)), 0) or any_free()
