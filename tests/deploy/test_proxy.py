"""Caddy's file fits Caddy 2.6 of the distributions, compose.yaml and the limits of the portal."""

import re

import pytest

from tests.deploy.files import DEPLOY, compose

TEXT = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def test_both_limits_of_an_upload_are_one() -> None:
    """The length that is announced, in bytes, and the length that is sent, in MiB."""
    announced = int(re.search(r"Content-Length}\) > (\d+)", TEXT)[1])
    assert announced == int(re.search(r"max_size (\d+)MiB", TEXT)[1]) * 1024 * 1024


@pytest.mark.parametrize("where", ["compose.yaml", "systemd/caddy.conf"])
def test_caddy_is_told_every_variable_it_has_no_default_for(where) -> None:
    """TLS may be empty; a nameless site would be served to everybody under any name."""
    if where == "compose.yaml":
        told = set(compose()["services"]["proxy"]["environment"])
    else:
        told = set(re.findall(r"^Environment=(\w+)=", (DEPLOY / where).read_text("utf-8"), re.M))
    assert set(re.findall(r"{\$([A-Z]+)}", TEXT)) - {"TLS"} <= told


def test_web_is_found_where_compose_runs_it() -> None:
    """The default of UPSTREAM names a service and the port of the image."""
    host, port = re.search(r"{\$UPSTREAM:(\w+):(\d+)}", TEXT).groups()
    assert host in compose()["services"]
    assert f"EXPOSE {port}" in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_the_file_that_is_mounted_exists() -> None:
    """Docker would make a folder in its place. `tls` is a folder, and the office's own."""
    mounts = [m.split(":")[0] for m in compose()["services"]["proxy"]["volumes"] if m[0] == "."]
    assert mounts == ["./Caddyfile", "./tls"]
    assert (DEPLOY / "Caddyfile").is_file()


def test_caddy_2_6_understands_the_file() -> None:
    """`handle_errors` with codes is of 2.8; Debian 12, 13 and Ubuntu 24.04 have 2.6."""
    assert re.findall(r"^\s*handle_errors(.*)$", TEXT, re.MULTILINE) == [" {"]
