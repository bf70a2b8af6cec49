"""Some hundred hostile requests at random (benchmarks/fuzz.py): no answer is a server error.

What a failure prints sends the same requests again: FUZZ_SEED=… FUZZ_REQUESTS=… pytest -m fuzz.
"""

import os

import pytest

from benchmarks.fuzz import ROLES, fuzzer
from tests.access.table import World
from tests.test_access_table import modules

SEED = int(os.environ.get("FUZZ_SEED", "20261130"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "400"))
PAGES = 150


@pytest.mark.fuzz
def test_no_hostile_request_is_answered_by_a_server_error(places, cast, as_user) -> None:
    world = World(places, cast)
    for module in modules():
        module.build(world)
    found = fuzzer({name: as_user(cast[name]) for name in ROLES}, SEED, PAGES)
    found.run(REQUESTS)
    told = "\n\n".join(f"{key}\n{text}" for key, text in sorted(found.errors.items()))
    assert not found.failed, f"FUZZ_SEED={SEED} FUZZ_REQUESTS={REQUESTS}\n{told}"
    assert found.answers.total() == REQUESTS and len(found.forms) > 50
