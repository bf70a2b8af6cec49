"""Nets that catch what nobody thinks of."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    """Models and migrations agree."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_text_is_translated() -> None:
    """No message is missing, fuzzy, left over or broken in Chinese."""
    call_command("messages", check=True)


def test_imports_go_one_way() -> None:
    """The contract of pyproject.toml holds."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def rooms() -> set[str]:
    """The packages of the portal."""
    beside = {"tests", "scripts", "benchmarks"}
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - beside


def test_every_package_has_its_place_in_the_contract() -> None:
    """A new room cannot slip in beside the layers, and no layer names a room that is gone."""
    packages = rooms()
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = {room for layer in contract["contracts"][0]["layers"] for room in layer.split(" | ")}
    assert packages == layers == set(contract["root_packages"])


def test_code_is_in_style() -> None:
    """Ruff finds nothing, neither in the rules nor in the format."""
    for arguments in (["check"], ["format", "--check"]):
        command = [str(Path(sys.executable).with_name("ruff")), *arguments, "--quiet", "."]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout


def test_what_a_filter_keeps_is_asked_in_one_way() -> None:
    """`lib.list_filters.narrowed` alone reads `.qs`: a wrong value keeps nothing, in sums too."""
    found = {
        path.relative_to(ROOT).as_posix()
        for room in rooms()
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\bfilterset\.qs\b", path.read_text("utf-8"))
    }
    assert found == {"lib/list_filters.py"}


#: What a test calls a piece of HTML: it holds record keys, whose digits are drawn by chance.
A_PAGE = re.compile(r"\b(content|page|row|rows|body|html|text)\b")


def numbers_sought_in_pages(source: str) -> list[str]:
    """Comparisons that look for a few digits in a page: a record's key may hold them too."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and isinstance(node.left, ast.Constant)
        and re.fullmatch(r"[0-9a-f]{1,5}", str(node.left.value))
        and A_PAGE.search(ast.unparse(node.comparators[0]))
    ]


def test_no_test_takes_the_digits_of_a_key_for_a_figure() -> None:
    """A number is sought with its decimals, its unit or its tag, never bare in a page."""
    assert numbers_sought_in_pages('assert "54" in page.text') == ["'54' in page.text"]
    found = {
        str(path): sought
        for path in (ROOT / "tests").rglob("*.py")
        if (sought := numbers_sought_in_pages(path.read_text("utf-8")))
    }
    assert not found


def test_templates_are_in_format() -> None:
    """Djangofmt would change nothing, and no line is left that it could not break."""
    command = [str(Path(sys.executable).with_name("djangofmt")), "--check", "templates"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    ]
    assert not long, long


def test_types_hold_in_all_rooms() -> None:
    """Mypy over all rooms finds nothing; no kind of fault and no file is left out of the search."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    assert set(asked["files"]) == rooms()
    for part in (asked, *asked["overrides"]):
        assert not {"disable_error_code", "exclude", "ignore_errors"} & set(part)
    command = [str(Path(sys.executable).with_name("mypy")), "--no-error-summary"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def sources() -> list[Path]:
    """The Python files of all rooms."""
    return [path for room in sorted(rooms()) for path in (ROOT / room).rglob("*.py")]


def test_whoever_ignores_a_type_says_why() -> None:
    """Behind the code of what is ignored stands a reason: a stub that is wrong."""
    ignored = re.compile(r"# type: ignore(?!\[[a-z-]+\]  # \w)")
    assert not [path for path in sources() if ignored.search(path.read_text("utf-8"))]


def test_what_a_field_offers_is_said_in_one_way() -> None:
    """`offer` and `offer_words` refuse a field that has no such choice."""
    written = re.compile(r"fields\[[^]]+\]\.(queryset|choices) =")
    assert not [path for path in sources() if written.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_template_compiles_and_keeps_the_rules(path: Path) -> None:
    """Every template compiles; none has inline style or script, which the CSP would refuse."""
    text = path.read_text(encoding="utf-8")
    get_template(path.relative_to(ROOT / "templates").as_posix())
    assert engines["django"].from_string(text)
    assert not re.search(r'\sstyle="', text)
    assert not re.search(r'\son(click|change|load|submit)="', text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or "nonce=" in tag or 'type="application/json"' in tag, tag


def test_no_python_file_is_too_long() -> None:
    """At about 400 lines a file becomes a package split by noun."""
    files = [
        path
        for path in ROOT.rglob("*.py")
        if not {".venv", "node_modules", "migrations", "var"} & set(path.parts)
    ]
    long = {p.name: n for p in files if (n := len(p.read_text("utf-8").splitlines())) > 600}
    assert not long


def test_links_in_the_documentation_lead_somewhere() -> None:
    """Relative links of every Markdown file name files that exist."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    dead = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert not dead


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md", "SECURITY.md"])
def test_files_that_the_documentation_names_are_there(page: str) -> None:
    """`reports/services/approval.py` sends nobody to a file that has moved."""
    named = re.findall(r"`([a-z][\w./-]*/[\w./-]*)`", (ROOT / page).read_text("utf-8"))
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir()}
    made = ("var/", "deploy/secrets/", "backups/")  # what a running portal makes
    ours = {n for n in named if n.split("/")[0] in rooms and not n.startswith(made)}
    assert page != "CONTRIBUTING.md" or len(ours) > 40
    assert not {name for name in ours if not (ROOT / name).exists()}


#: What is fetched by another rule than sight: own exports and drafts, accounts that somebody
#: manages, the trail that somebody audits, and files, which are seen with their record.
OWN_RULE = {
    "communities/views/drafts.py",
    "communities/registers.py",
    "communities/views/audit.py",
    "communities/views/attachments.py",
    "communities/views/boundaries.py",
    "communities/views/exports.py",
    "communities/views/list_views.py",
    "communities/views/users.py",
}


def test_views_fetch_what_is_in_sight_in_one_way() -> None:
    """`in_sight` answers 404 and 403; nobody writes that anew."""
    rooms = {path.parent for path in ROOT.glob("*/__init__.py")} - {ROOT / "tests"}
    found = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in room.rglob("*.py")
        if "get_object_or_404(" in path.read_text("utf-8")
    }
    assert found == OWN_RULE
