"""A server refuses to start when it would not be safe, and says what to do."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
EXAMPLE = ROOT / "deploy" / ".env.example"


def example() -> dict[str, str]:
    """Return `deploy/.env.example` with its secrets filled in."""
    lines = re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    filled = {"SECRET_KEY": secrets.token_urlsafe(48), "ENCRYPTION_KEYS": secrets.token_urlsafe(48)}
    return {name: value for name, value in lines if value} | filled


def check(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check --deploy` as a server; None takes a variable away."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    variables = inherited | example() | {"SAFECOMMUNITY_VAR": str(tmp_path), **changes}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=ROOT,
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_with_its_secrets_filled_in_passes_every_check(tmp_path) -> None:
    """`check --deploy` has nothing to say."""
    result = check(tmp_path)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


def test_the_example_names_every_variable_that_the_settings_read() -> None:
    """And no other one."""
    source = (ROOT / "safecommunity" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    local_only = {"DEBUG", "SAFECOMMUNITY_MODE"}
    named = set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == read - local_only


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", None, "SECRET_KEY"),
        ("SECRET_KEY", "short", "50 characters"),
        ("ENCRYPTION_KEYS", None, "ENCRYPTION_KEYS"),
        ("ENCRYPTION_KEYS", f"{'k' * 40},short", "32 or more"),
        ("ALLOWED_HOSTS", None, "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "safe.example.org,*", "ALLOWED_HOSTS"),
        ("DATABASE_URL", None, "DATABASE_URL"),
        ("REDIS_URL", None, "REDIS_URL"),
        ("SECURE_SSL_REDIRECT", "perhaps", "must be true or false"),
        ("PORTAL_URL", "safe.example.org", "must be an address"),
        ("PORTAL_URL", "https://safe.example.org/portal", "must be an address"),
        ("SESSION_HOURS", "twelve", "must be a whole number"),
    ],
)
def test_an_unsafe_server_does_not_start(tmp_path, name, value, said) -> None:
    """The refusal names the variable."""
    result = check(tmp_path, **{name: value})
    assert result.returncode != 0
    assert said in result.stderr
    assert "ImproperlyConfigured" in result.stderr


def test_a_server_never_shows_its_insides(tmp_path) -> None:
    """DEBUG belongs to one person's machine: a server does not listen to it."""
    assert check(tmp_path, DEBUG="true").returncode == 0


def test_secrets_may_come_as_files(tmp_path) -> None:
    """As containers give them."""
    file = tmp_path / "secret"
    file.write_text(secrets.token_urlsafe(48) + "\n")
    assert check(tmp_path, SECRET_KEY=None, SECRET_KEY_FILE=str(file)).returncode == 0
    file.write_text("short\n")
    assert check(tmp_path, SECRET_KEY=None, SECRET_KEY_FILE=str(file)).returncode != 0


def test_the_proxy_takes_what_the_settings_take() -> None:
    """A file that the portal would take is not refused in front of it, and hardly more passes."""
    text = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    limit = int(re.search(r"max_size (\d+)MiB", text)[1]) * 1024 * 1024
    largest = max(settings.UPLOAD_MAX_WORKBOOK, settings.UPLOAD_MAX_PHOTO)
    assert largest < limit <= largest * 1.2


def test_health_is_answered_inside_the_house_without_https_or_a_known_host(db, client, settings):
    """A container asks itself at 127.0.0.1; everything else is sent to HTTPS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["safe.example.org"]
    assert client.get("/healthz", headers={"host": "127.0.0.1"}).json() == {
        "database": True,
        "cache": True,
    }
    answer = client.get("/", headers={"host": "safe.example.org"})
    assert answer.status_code == 301
    assert answer["Location"] == "https://safe.example.org/"


def test_the_keys_of_one_machine_may_be_several(tmp_path) -> None:
    """Under `make run` a new key is put in front of the old one in its file."""
    (tmp_path / "encryption-key").write_text("new,old\n", encoding="ascii")
    code = "from safecommunity.settings import ENCRYPTION_KEYS; print(ENCRYPTION_KEYS)"
    mode = {"SAFECOMMUNITY_MODE": "local", "SAFECOMMUNITY_VAR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | mode,
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == "['new', 'old']", said.stderr
