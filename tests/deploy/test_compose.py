"""Whoever follows deploy/README.md with containers meets no name that leads nowhere."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, compose, image_command, portal_services, settings_names

SERVICES = compose()["services"]


def test_every_secret_and_volume_is_declared_and_used() -> None:
    """In both directions: nothing is missing, nothing is left over."""
    secrets = {name for one in SERVICES.values() for name in one.get("secrets", [])}
    mounts = [mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", [])]
    assert secrets == set(compose()["secrets"])
    assert {name for name in mounts if not name.startswith(".")} == set(compose()["volumes"])


def test_a_service_waits_only_for_what_can_come_true() -> None:
    """Health is awaited of services that have a healthcheck, an end of those that end."""
    for name, one in SERVICES.items():
        for other, wish in one.get("depends_on", {}).items():
            awaited = SERVICES[other]
            if wish["condition"] == "service_completed_successfully":
                assert awaited["restart"] == "no", (name, other)
            else:
                # Our own image brings a healthcheck with it (Dockerfile).
                check = awaited.get("healthcheck", {"test": "build" in awaited})
                assert check.get("test") and not check.get("disable"), (name, other)


def test_an_empty_database_counts_as_ready_only_when_it_stays() -> None:
    """PostgreSQL's image starts a passing server that listens on the socket alone."""
    assert "-h" in SERVICES["postgres"]["healthcheck"]["test"]


@pytest.mark.parametrize("name", portal_services())
def test_every_variable_is_one_that_the_settings_read(name) -> None:
    """A misspelt name would be silently without effect; a secret's file must be handed over."""
    one = portal_services()[name]
    for variable, value in one["environment"].items():
        assert variable.removesuffix("_FILE") in settings_names()
        if variable.endswith("_FILE"):
            assert Path(value).parent == Path("/run/secrets")
            assert Path(value).name in one["secrets"]


def test_what_may_stand_in_the_env_file_is_told() -> None:
    """Every `${NAME}` of compose.yaml is explained in the README."""
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    told = set(re.findall(r"`([A-Z_]+)`", (DEPLOY / "README.md").read_text("utf-8")))
    assert asked <= told


def test_the_secrets_are_made_once_and_fit_each_other(tmp_path) -> None:
    """make-secrets really runs: its files are those of compose.yaml, a second run keeps them."""
    script = tmp_path / "make-secrets"
    shutil.copy(DEPLOY / "make-secrets", script)

    def made() -> dict[str, str]:
        subprocess.run([str(script)], check=True, capture_output=True)
        return {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    first = made()
    assert made() == first
    assert {f"secrets/{name}" for name in first} == {
        one["file"] for one in compose()["secrets"].values()
    }
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    database = SERVICES["postgres"]["environment"]
    assert first["database_url"].strip() == (
        f"postgres://{database['POSTGRES_USER']}:{first['postgres_password'].strip()}"
        f"@postgres:5432/{database['POSTGRES_DB']}"
    )
    assert first["redis_url"] == f"redis://:{first['redis_password'].strip()}@redis:6379/0\n"
    assert len(first["secret_key"]) > 50


def test_uploads_and_the_timetable_outlive_the_container() -> None:
    """The rest of the container is read-only, and what lies beside a volume is lost."""
    for one in portal_services().values():
        assert one["read_only"] is True
        assert "files:/var/lib/safecommunity" in one["volumes"]
    schedule = [part for part in SERVICES["beat"]["command"] if part.startswith("--schedule=")]
    assert schedule == ["--schedule=/var/lib/safecommunity/beat-schedule"]
    assert "--pidfile=" in SERVICES["beat"]["command"]
    assert image_command()[0] == "granian"
