"""The command, the documentation and ``__all__`` tell the same story."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import stats
from stats import catalogue
from stats.__main__ import main
from stats.documentation import documentation
from stats.words import Result

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "stats"]


def run(*arguments, given=""):
    return subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_the_documentation_is_up_to_date():
    written = (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")
    assert written == documentation(), "run: python -m stats --docs"


def test_the_documentation_has_every_public_function_with_all_its_arguments():
    text = documentation()
    for name, function in catalogue.functions().items():
        section = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        for word in ("**Arguments**", "**Returns**", "**Source**"):
            assert word in section or (
                word == "**Arguments**" and not function.__code__.co_varnames
            )
        for argument in function.__code__.co_varnames[
            : function.__code__.co_argcount + function.__code__.co_kwonlyargcount
        ]:
            assert f"`{argument}`" in section, f"{name}: {argument}"


def test_every_public_name_can_be_imported_and_none_is_listed_twice():
    assert len(stats.__all__) == len(set(stats.__all__))
    for name in stats.__all__:
        assert getattr(stats, name).__doc__


def test_every_public_function_has_an_example():
    assert list(catalogue.examples()) == list(catalogue.functions())


@pytest.mark.parametrize("name", sorted(catalogue.examples()))
def test_each_example_runs_and_says_itself_in_both_languages(name, capsys, monkeypatch):
    arguments = catalogue.examples()[name]
    monkeypatch.setattr("sys.stdin", Stdin(json.dumps(arguments)))
    assert main([name]) == 0
    printed = json.loads(capsys.readouterr().out)
    result = getattr(stats, name)(**arguments)
    if isinstance(result, Result):
        assert printed["sentences"] == {
            "en": result.sentence("en"),
            "zh-hans": result.sentence("zh-hans"),
        }
        assert printed["sentences"]["en"] != printed["sentences"]["zh-hans"]
        assert "{" not in "".join(printed["sentences"].values())


class Stdin:
    """Standard input with one text."""

    def __init__(self, text):
        self.text = text

    def read(self):
        return self.text


def test_numbers_are_printed_at_full_precision():
    done = run("crude_rate", given='{"cases": 1, "population": 3, "per": 1}')
    assert done.returncode == 0
    assert json.loads(done.stdout)["value"] == 1 / 3


def test_a_named_error_goes_to_standard_error_with_exit_code_2():
    done = run("crude_rate", given='{"cases": -1, "population": 3}')
    assert done.returncode == 2
    assert done.stdout == ""
    error = json.loads(done.stderr)
    assert (error["error"], error["argument"]) == ("NegativeCount", "cases")
    assert error["message"] and error["message_zh"]


@pytest.mark.parametrize(
    ("arguments", "given", "error", "argument"),
    [
        (["no_such_function"], "{}", "UnknownChoice", "function"),
        (["crude_rate"], "not json", "BadShape", "input"),
        (["crude_rate"], "[1, 2]", "BadShape", "input"),
        (["crude_rate"], '{"cases": 1}', "MissingValue", "population"),
        (["crude_rate"], '{"cases": 1, "population": 2, "rate": 3}', "UnknownChoice", "argument"),
        (["crude_rate", "rate_ratio"], "{}", "BadShape", "command line"),
        (["--help", "no_such_function"], "", "UnknownChoice", "function"),
    ],
)
def test_wrong_calls_are_explained(arguments, given, error, argument, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", Stdin(given))
    assert main(arguments) == 2
    told = json.loads(capsys.readouterr().err)
    assert (told["error"], told["argument"]) == (error, argument)


def test_list_and_help_name_every_function(capsys):
    assert main(["--list"]) == 0
    listed = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == list(catalogue.functions())
    assert main(["--help", "rate_ratio"]) == 0
    assert "reference_cases" in capsys.readouterr().out
    assert main(["--help"]) == 0
    assert "--docs" in capsys.readouterr().out


def test_the_package_knows_no_django():
    code = "import sys, stats; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
