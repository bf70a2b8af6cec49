"""Clients that send requests over real connections, many at once, for some seconds."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """What a client sends."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Answers:
    """What came back: seconds of each good answer, errors by kind, how long it all took."""

    times: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    @property
    def p50(self) -> float:
        """Median in milliseconds."""
        return 1000 * statistics.median(self.times) if self.times else float("nan")

    @property
    def p95(self) -> float:
        """95th percentile in milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[int(len(ordered) * 0.95)] if ordered else float("nan")


def drive(
    address: str,
    make: Callable[[int], Request],
    *,
    clients: int,
    seconds: float,
    good: tuple[int, ...] = (200,),
) -> Answers:
    """Let `clients` send what `make(number of the client)` gives, again and again, for `seconds`.

    Each client keeps one connection and waits for its answer before it sends again.
    """
    answers, lock = Answers(), threading.Lock()
    begin = time.perf_counter()
    end = begin + seconds

    def work(number: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        while time.perf_counter() < end:
            started = time.perf_counter()
            outcome = send(connection, make(number))
            took = time.perf_counter() - started
            with lock:
                if outcome in map(str, good):
                    answers.times.append(took)
                else:
                    answers.errors[outcome] = answers.errors.get(outcome, 0) + 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.seconds = time.perf_counter() - begin
    return answers


def send(connection: http.client.HTTPConnection, request: Request) -> str:
    """Send a request and read all of its answer; return its status, or the name of the failure."""
    try:
        connection.request(
            request.method, request.path, body=request.body or None, headers=dict(request.headers)
        )
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, http.client.HTTPException) as failure:
        connection.close()
        return type(failure).__name__
