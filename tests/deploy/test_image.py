"""The image has what the portal needs, and its files can be read by who runs it."""

import os
import shlex
import shutil
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.utils.module_loading import import_string

from safecommunity.settings import STORAGES
from tests.deploy.files import DEPLOY, ROOT, dockerfile

IMPORT_ALL = """
import importlib, pkgutil, django
django.setup()
from django.conf import settings
for app in settings.INSTALLED_APPS:
    if "." not in app and __import__(app).__file__.startswith(str(settings.BASE_DIR)):
        for module in pkgutil.walk_packages(__import__(app).__path__, f"{app}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
                print(module.name)
"""


def let_in() -> list[str]:
    """Return the names at the root of the repository that Dockerfile.dockerignore lets in."""
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert lines[0] == "**"
    return [line[1:] for line in lines if line.startswith("!")]


def test_every_module_can_be_imported_from_what_the_image_holds(tmp_path) -> None:
    """Also those that only a worker meets, and the files that they read when they are imported."""
    for name in let_in():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "safecommunity.settings",
        "SAFECOMMUNITY_MODE": "local",
        "SAFECOMMUNITY_VAR": str(tmp_path / "var"),
    }
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "reports.services.compute" in done.stdout.split()


@pytest.mark.parametrize("rest", [rest for kind, rest in dockerfile() if kind == "COPY"])
def test_what_is_copied_is_there(rest) -> None:
    """From another stage: the stage; from the repository: a file that is let in."""
    *sources, _target = [word for word in shlex.split(rest) if not word.startswith("--")]
    if "--from=" in rest:
        stage = shlex.split(rest)[0].removeprefix("--from=")
        assert any(r.endswith(f" AS {stage}") for kind, r in dockerfile() if kind == "FROM")
    else:
        assert set(sources) == {"."} or set(sources) <= set(let_in())


def test_collected_files_may_be_read_by_another_account(tmp_path) -> None:
    """Root collects them while the image is built; the portal's account serves them."""
    chosen = STORAGES["staticfiles"]
    storage = import_string(chosen["BACKEND"])(location=tmp_path, **chosen.get("OPTIONS", {}))
    storage.save("css/tokens.css", ContentFile(b"body{}"))
    assert (tmp_path / "css" / "tokens.css").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "css").stat().st_mode & 0o777 == 0o755
