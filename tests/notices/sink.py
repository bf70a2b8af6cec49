"""The other side of a channel: a small server that counts what arrives."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, str]


class Sink:
    """Answers by `reply(body)` and keeps what came: bodies, headers, addresses."""

    def __init__(self, reply: Callable[[dict[str, Any]], Reply]) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.raw: list[bytes] = []
        self.reply = reply
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        sink = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                """Keep the message and answer."""
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                sink.raw.append(raw)
                sink.bodies.append(json.loads(raw))
                sink.headers.append(dict(self.headers))
                sink.paths.append(self.path)
                status, text = sink.reply(sink.bodies[-1])
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", text)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_line: object) -> None:
                """Say nothing."""

        return Handler
