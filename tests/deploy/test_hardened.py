"""Whoever breaks into one of the processes finds no rights there and no way on."""

import re
import shutil
import subprocess

import pytest

from tests.deploy.files import DEPLOY, UNITS, compose, portal_services, unit

SERVICES = compose()["services"]
NETWORKS = compose()["networks"]
#: Lines that every unit has, with what systemd.exec(5) says that they keep out.
LINES = {
    "NoNewPrivileges": "true",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "PrivateUsers": "true",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "ProtectProc": "invisible",
    "ProtectClock": "true",
    "ProtectHostname": "true",
    "ProtectKernelLogs": "true",
    "ProtectKernelModules": "true",
    "ProtectKernelTunables": "true",
    "ProtectControlGroups": "true",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "true",
    "RestrictRealtime": "true",
    "RestrictSUIDSGID": "true",
    "LockPersonality": "true",
    "RemoveIPC": "true",
    "SystemCallArchitectures": "native",
    "SystemCallErrorNumber": "EPERM",
    "LimitCORE": "0",
    "UMask": "0077",
}
#: What `systemd-analyze security` may say at most, of 10; 1.4 when this was written.
EXPOSURE = 20


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_rights_and_an_end(name) -> None:
    """No capability but the one for ports below 1024, nothing to write to, bounded."""
    one = SERVICES[name]
    assert one["cap_drop"] == ["ALL"]
    assert one.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["read_only"] is True
    assert "/tmp" in {mount.split(":")[0] for mount in one["tmpfs"]}
    assert 0 < one["pids_limit"] <= 512
    assert re.fullmatch(r"\d+m", one["mem_limit"])
    assert not {"privileged", "network_mode", "pid", "ipc", "devices"} & set(one)


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_a_server_of_others_is_never_root(name) -> None:
    """Their images begin as root and give it up, which takes capabilities."""
    assert SERVICES[name]["user"] not in {"root", "0"}


def reached_from(name: str) -> set[str]:
    """The services that share a network with this one."""
    own = set(SERVICES[name]["networks"])
    return {other for other, one in SERVICES.items() if own & set(one["networks"])} - {name}


def test_from_outside_only_the_proxy_is_reached_and_it_reaches_only_web() -> None:
    """Neither ports nor networks lead to the database or the broker."""
    assert {name for name, one in SERVICES.items() if "ports" in one} == {"proxy"}
    assert reached_from("proxy") == {"web"}
    for name in ("postgres", "redis"):
        assert reached_from(name) == {*portal_services(), "postgres", "redis"} - {name}


def test_only_proxy_and_worker_have_a_way_out() -> None:
    """For certificates, and for mail: what is stolen in web or database cannot leave by itself."""
    outward = {name for name, one in NETWORKS.items() if not (one or {}).get("internal")}
    having = {name for name, one in SERVICES.items() if outward & set(one["networks"])}
    assert having == {"proxy", "worker"}
    assert {name for one in SERVICES.values() for name in one["networks"]} == set(NETWORKS)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_every_line(name) -> None:
    """All that systemd can keep out and the portal does without."""
    service = unit(name)
    assert {line: service.get(line) for line in LINES} == LINES
    text = (DEPLOY / "systemd" / f"safecommunity-{name}.service").read_text("utf-8")
    calls = re.findall(r"^SystemCallFilter=(.*)$", text, re.MULTILINE)
    assert calls == ["@system-service", "~@privileged"]
    assert int(service["TasksMax"]) <= 512
    assert re.fullmatch(r"\d+[MG]", service["MemoryMax"])
    assert service["User"] != "root"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_agrees(name) -> None:
    """Misspelt lines count for nothing there."""
    path = DEPLOY / "systemd" / f"safecommunity-{name}.service"
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        f"--threshold={EXPOSURE}",
        str(path),
    ]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout[-2000:] + said.stderr
    assert "Unknown" not in said.stderr
