"""Carrying a message to an address that somebody typed in, without becoming a hand inside the net.

The name is looked up once, every address found must be public, and the connection goes to one that
was looked at (so a name that changes its mind between look and call leads nowhere else). Redirects
are not followed. An operator who has a gateway of his own names its host in NOTICE_LOCAL_HOSTS.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

from lib.errors import DomainError

#: Seconds until a connection stands, and until an answer comes.
TIMEOUT = urllib3.Timeout(connect=3, read=7)
#: So much of an answer is read.
LONGEST_ANSWER = 4096
#: IPv6 addresses that carry an IPv4 address, which a gateway would call: NAT64, 6to4, Teredo.
CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32")]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotSent(DomainError):
    """The message did not get through, or must not be sent there."""

    code = "not-sent"


@dataclass(frozen=True)
class Answer:
    """What the other side said: the HTTP status and the beginning of the text."""

    status: int
    text: str


def checked(url: str) -> SplitResult:
    """Return the parts of an address that may be called; NotSent for any other.

    Only https, but for the hosts that the operator named.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise NotSent(_("This is no address.")) from None
    if not host or parts.username is not None:
        raise NotSent(_("This is no address."))
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local(host)):
        raise NotSent(_("The address must begin with https://."))
    return parts


def is_local(host: str) -> bool:
    """Tell whether the operator allows calls to `host`, wherever it is."""
    return host in settings.NOTICE_LOCAL_HOSTS


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send `body` and return the answer, of whatever status but a redirect. Raises NotSent."""
    parts = checked(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    named = {"Host": parts.netloc, "Content-Type": "application/json; charset=utf-8"}
    try:
        pool = _pool(parts.scheme, host, str(_look_up(host, port)), port)
        response = pool.urlopen(
            "POST",
            path,
            body=body,
            headers={"User-Agent": "SafeCommunity", **named, **headers},
            redirect=False,
            retries=False,
            timeout=TIMEOUT,
            preload_content=False,
        )
        text = response.read(LONGEST_ANSWER, decode_content=False).decode("utf-8", "replace")
        response.drain_conn() if len(text) < LONGEST_ANSWER else response.close()
    except (HTTPError, OSError) as error:
        raise NotSent(_("It did not answer: %s.") % type(error).__name__) from error
    if 300 <= response.status < 400:
        raise NotSent(_("It leads to another address, which is not followed."))
    return Answer(response.status, text)


def _look_up(host: str, port: int) -> Address:
    """Return the address to call; NotSent when any that the name has is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not is_local(host) and not all(map(_is_public, addresses)):
        raise NotSent(_("This address lies inside a network; only public ones are called."))
    return addresses[0]


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if any(address in net for net in CARRIERS):
            return False
    return address.is_global and not address.is_multicast


@lru_cache(maxsize=32)
def _pool(scheme: str, host: str, address: str, port: int) -> urllib3.HTTPConnectionPool:
    """Return the connections to an address, kept for the next message; TLS by the host's name."""
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port, maxsize=2)
    return urllib3.HTTPSConnectionPool(
        address,
        port,
        maxsize=2,
        ssl_context=ssl.create_default_context(),
        server_hostname=host,
        assert_hostname=host,
    )
