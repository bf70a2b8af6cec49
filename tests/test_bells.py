"""Bells are rung by the names of tasks: each name belongs to one."""

import re
from pathlib import Path

from django.conf import settings

from accounts.mails import SEND
from monitoring.dashboard import COUNT
from reports.services.files import DRAW
from reports.services.requests import COMPUTE
from safecommunity.celery import app

ROOT = Path(settings.BASE_DIR)
ROOMS = [path.parent for path in ROOT.glob("*/tasks.py")]


def test_every_name_that_is_rung_is_a_task() -> None:
    app.loader.import_default_modules()
    sources = [path.read_text("utf-8") for room in ROOMS for path in room.rglob("*.py")]
    rung = {name for text in sources for name in re.findall(r'\bring\(\s*"([^"]+)"', text)}
    assert rung
    assert rung | {COMPUTE, COUNT, DRAW, SEND} <= app.tasks.keys()
