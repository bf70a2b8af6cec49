"""`python -m benchmarks.notice_sink PORT FILE`: a webhook that takes each message once.

It knows a repetition by the Idempotency-Key, as the receiver of a webhook has to. Every arrival is
written to FILE before it is answered: key, link, `new` or `known`.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import TextIO


class Sink:
    """Counts what arrives."""

    def __init__(self, log: TextIO) -> None:
        self.log = log
        self.known: set[str] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                fields = dict(
                    line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line
                )
                body = json.loads(await reader.readexactly(int(fields["content-length"])))
                self.take(fields["idempotency-key"], body["link"])
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):  # its sender has gone
            writer.close()

    def take(self, key: str, link: str) -> None:
        """Write down an arrival."""
        self.log.write(f"{key} {link} {'known' if key in self.known else 'new'}\n")
        self.log.flush()
        self.known.add(key)


async def main() -> None:
    """Listen until killed."""
    with Path(sys.argv[2]).open("w") as log:
        server = await asyncio.start_server(Sink(log).serve, "127.0.0.1", int(sys.argv[1]))
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
