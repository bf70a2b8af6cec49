"""Nobody makes the portal call addresses inside the network that it stands in."""

import socket

import pytest

from notices.outside import post
from notices.outside.post import NotSent


def named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[tuple[str, int]]:
    """Let every name have these addresses; return what is connected to."""
    found = [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443))
        for one in addresses
    ]
    monkeypatch.setattr(post.socket, "getaddrinfo", lambda *_a, **_k: found)
    called: list[tuple[str, int]] = []

    def pool(scheme: str, host: str, address: str, port: int) -> None:
        called.append((address, port))
        raise OSError

    monkeypatch.setattr(post, "_pool", pool)
    return called


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.5",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
    ],
)
def test_an_address_inside_is_not_called(monkeypatch, address) -> None:
    called = named(monkeypatch, address)
    with pytest.raises(NotSent, match="inside"):
        post.post("https://hooks.example.org/x", b"{}", {})
    assert not called


def test_a_name_with_one_address_inside_is_not_called_at_all(monkeypatch) -> None:
    called = named(monkeypatch, "93.184.215.14", "10.0.0.5")
    with pytest.raises(NotSent, match="inside"):
        post.post("https://hooks.example.org/x", b"{}", {})
    assert not called


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch) -> None:
    called = named(monkeypatch, "93.184.215.14")
    with pytest.raises(NotSent, match="answer"):
        post.post("https://hooks.example.org:8443/x", b"{}", {})
    assert called == [("93.184.215.14", 8443)]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/x",
        "ftp://hooks.example.org/x",
        "file:///etc/passwd",
        "https://user:pass@hooks.example.org/",
        "https://",
        "https://[::1",
        "https://host:port/",
        "hooks.example.org",
        "",
    ],
)
def test_only_plain_https_addresses_are_called(monkeypatch, url) -> None:
    called = named(monkeypatch, "93.184.215.14")
    with pytest.raises(NotSent):
        post.post(url, b"{}", {})
    assert not called


def test_what_the_operator_named_is_called_where_it_is_and_by_http(listen) -> None:
    sink = listen(lambda body: (200, "ja"))
    assert post.post(sink.url, b'{"a": 1}', {}) == post.Answer(200, "ja")
    assert sink.bodies == [{"a": 1}]


def test_a_redirect_is_not_followed(listen) -> None:
    inner = listen()
    sink = listen(lambda body: (302, inner.url))
    with pytest.raises(NotSent, match="another address"):
        post.post(sink.url, b"{}", {})
    assert not inner.bodies


def test_of_a_long_answer_only_the_beginning_is_read(listen) -> None:
    sink = listen(lambda body: (200, "x" * 1_000_000))
    assert len(post.post(sink.url, b"{}", {}).text) <= post.LONGEST_ANSWER
    assert post.post(sink.url, b"{}", {}).status == 200


def test_nobody_there_is_said_in_a_sentence(settings) -> None:
    settings.NOTICE_LOCAL_HOSTS = ["127.0.0.1"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotSent, match="did not answer"):
        post.post(f"http://127.0.0.1:{port}/", b"{}", {})
