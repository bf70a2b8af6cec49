"""Large files at real processes: whoever signs in meanwhile waits for nothing.

For real, because a test's client has no threads that could be held and no memory of its own.
`pytest -s` prints what benchmarks/README.md quotes.
"""

import io
import os
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.models import Attachment
from injuries.models import ImportBatch, InjuryRecord, ReportingSite
from tests.injuries.conftest import HEADINGS, card, row, workbook
from tests.processes import Machine, Visitor
from tests.security.photos import huge_png

pytestmark = [
    pytest.mark.broker,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
Answer = tuple[int, str, str]
MB = 1024 * 1024
#: Bytes of the largest workbook and document that are taken, less some for the rest of the form.
LARGE = 29 * MB


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Broker and web; nobody works on what comes in."""
    machine = Machine(tmp_path)
    machine.start("broker")
    machine.start("web")
    yield machine
    machine.stop()


def large_workbook() -> bytes:
    """A workbook of LARGE bytes: some cards, and a picture that somebody put beside them."""
    file = io.BytesIO(workbook([HEADINGS, row()]).read())
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/media/image1.jpeg", os.urandom(LARGE))
    return file.getvalue()


def memory(machine: Machine) -> int:
    """Bytes that the web process and all its children hold, shared pages once (PSS)."""
    group = os.getpgid(machine.running["web"].process.pid)
    held = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                held += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (ProcessLookupError, FileNotFoundError, StopIteration):
            continue  # it has ended meanwhile
    return held * 1024


class Watch(threading.Thread):
    """Asks for the sign-in page all the time and looks at the memory."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(daemon=True)
        self.machine = machine
        self.address = f"http://127.0.0.1:{machine.port}{reverse('account_login')}"
        self.slowest, self.most, self.answers, self.over = 0.0, 0, 0, threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            start = time.monotonic()
            self._ask()
            self.slowest = max(self.slowest, time.monotonic() - start)
            self.answers += 1
            self.most = max(self.most, memory(self.machine))

    def __enter__(self) -> "Watch":
        self._ask()
        self.before = memory(self.machine)
        self.start()
        return self

    def _ask(self) -> None:
        with urllib.request.urlopen(self.address, timeout=60) as page:
            assert page.status == 200

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.join()
        assert self.answers > 2


def timed(action: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return how many seconds it took and what was answered."""
    start = time.monotonic()
    answer = action()
    return time.monotonic() - start, answer


def test_files_of_30_mb_are_stored_while_others_sign_in(machine, cast, places) -> None:
    """Two workbooks and two documents at once: five seconds each, one for the sign-in page."""
    site = ReportingSite.objects.create(
        area=places.street, name="金沙医院", code="H", kind="hospital"
    )
    record = card(places.east)
    book = large_workbook()
    new = reverse("injuries:import-new")
    form = {"reporting_site": site.pk, "area": places.street.pk}
    sendings = []
    for _time in range(2):
        zhao, chen = Visitor(machine, cast.zhao), Visitor(machine, cast.chen)
        upload = SimpleUploadedFile("a.xlsx", book)
        sendings.append(partial(zhao.send, new, zhao.token(new), workbook=upload, **form))
        upload = SimpleUploadedFile("a.pdf", os.urandom(LARGE))
        page = record.get_absolute_url()
        sendings.append(partial(chen.send, adding(record), chen.token(page), file=upload))
    with Watch(machine) as watch, ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(timed, sendings))
    print(
        f"\n30 MB: {[round(seconds, 1) for seconds, _answer in answers]} s each of four, "
        f"sign-in {watch.slowest:.2f} s, {(watch.most - watch.before) // MB} MB more"
    )
    assert [answer[0] for _seconds, answer in answers] == [200] * 4
    assert {one.stage for one in ImportBatch.objects.all()} == {"reading"}
    assert record_files(record) == 2
    assert max(seconds for seconds, _answer in answers) <= 5
    assert watch.slowest <= 1
    assert watch.most - watch.before <= 300 * MB


def adding(record: InjuryRecord) -> str:
    """Where a file of the record is sent."""
    return reverse("communities:attachment-add", args=["injuries.injuryrecord", record.pk])


def record_files(record: InjuryRecord) -> int:
    """How many files the record has."""
    return Attachment.objects.filter(target_id=record.pk).count()


def test_four_pictures_of_110_megapixels_at_once(machine, cast, places) -> None:
    """Each is answered within two seconds with a sentence, and nothing holds the memory for it."""
    record = card(places.east)
    picture = partial(SimpleUploadedFile, "a.png", huge_png(10_480))
    people = [Visitor(machine, cast.chen) for _n in range(4)]
    page = record.get_absolute_url()
    sendings = [
        partial(one.send, adding(record), one.token(page), file=picture()) for one in people
    ]
    with Watch(machine) as watch, ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(timed, sendings))
    print(
        f"\n110 MP: {[round(seconds, 1) for seconds, _answer in answers]} s each of four, "
        f"sign-in {watch.slowest:.2f} s, {(watch.most - watch.before) // MB} MB more"
    )
    for seconds, (status, _address, page) in answers:
        assert status == 200
        assert "像素" in page or "稍后" in page, "neither too many pixels nor in a moment"
        assert seconds <= 2
    assert record_files(record) == 0
    assert watch.slowest <= 1
    assert watch.most - watch.before <= 300 * MB
