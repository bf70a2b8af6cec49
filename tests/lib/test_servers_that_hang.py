"""A broker and a cache that accept and never answer cost a page less than two seconds."""

import socket
import threading
import time

import pytest
from django.db import transaction

from lib import bells, outages
from lib.outages import Outage, PatientRedisCache
from safecommunity.celery import app


@pytest.fixture
def silent():
    """The address of a server that accepts connections and says nothing, and what connected."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(50)
    connected: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connected.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield f"redis://127.0.0.1:{server.getsockname()[1]}/0", connected
    server.close()
    for one in connected:
        one.close()


@pytest.fixture(autouse=True)
def _no_outage_known(monkeypatch) -> None:
    """What one test finds out is nothing to the others."""
    monkeypatch.setattr(bells, "outage", Outage())
    monkeypatch.setattr(outages, "outage", Outage())


@pytest.mark.django_db(transaction=True)
def test_a_bell_at_a_silent_broker_is_given_up(silent, monkeypatch, caplog) -> None:
    """The second one at once; what was to be done waits for the sweeper."""
    address, connected = silent
    connect = app.connection_for_write
    monkeypatch.setattr(app, "connection_for_write", lambda **more: connect(address, **more))
    start = time.monotonic()
    with transaction.atomic():
        bells.ring("injuries.tasks.run_import", 1)
        bells.ring("injuries.tasks.run_import", 2)
    assert time.monotonic() - start < 2
    assert connected
    assert caplog.text.count("waits for the sweeper") == 2


def test_a_silent_cache_is_asked_once(silent) -> None:
    """And again when some seconds have passed; forgetting is tried each time."""
    address, connected = silent
    cache = PatientRedisCache(address, {"OPTIONS": {"socket_timeout": 0.3}})
    start = time.monotonic()
    assert cache.get("a", "unknown") == "unknown"
    cache.set("a", 1)
    assert cache.get_many(["a"]) == {}
    assert time.monotonic() - start < 1
    before = len(connected)
    assert cache.delete("a") is False
    assert len(connected) > before


def test_a_server_is_tried_again_after_a_pause(monkeypatch) -> None:
    """Some seconds later."""
    outage = Outage()
    assert not outage.now
    outage.begin()
    assert outage.now
    later = time.monotonic() + Outage.SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not outage.now
