"""The glossary and the code say the same."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.translation import override

import stats
from communities.models import Role

ROOT = Path(settings.BASE_DIR)
ROWS = re.findall(
    r"^\| (?P<chinese>[^|]+) \| (?P<english>[^|]+) \| [^|]+ \| (?P<code>[^|]*)\|$",
    (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)[2:]
MODELS = [
    model
    for config in apps.get_app_configs()
    if Path(config.path).parent == ROOT
    for model in config.get_models()
]
WORKFLOWS = [
    import_module(f"{one}.workflow") for one in ("actions", "grids", "programmes", "training")
]
BY_NAME = {model.__name__: model for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_row_with_the_word_that_pages_show(model: type[Model]) -> None:
    rows = [chinese for chinese, _english, code in ROWS if f"`{model.__name__}`" in code]
    with override("zh-hans"):
        name = str(model._meta.verbose_name)
    assert rows, f"{model.__name__} is not in the glossary"
    assert any(name in chinese.split("，") for chinese in rows), f"pages say {name}: {rows}"


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_every_name_in_the_glossary_exists(row: tuple[str, str, str]) -> None:
    _chinese, _english, code = row
    for kind, name in re.findall(r"(role|module|)\s*`([^`]+)`", code):
        if kind == "role":
            assert Role.objects.filter(code=name).exists()
        elif kind == "module":
            assert import_module(name)
        else:
            assert exists(name), name


def exists(name: str) -> bool:
    """Tell whether `Model`, `Model.field`, `Model.field = value`, an enum or a function exists."""
    name, _equals, value = name.partition(" = ")
    owner, _dot, field = name.partition(".")
    if owner not in BY_NAME:
        return owner in stats.__all__ or any(hasattr(module, owner) for module in WORKFLOWS)
    if not field:
        return True
    found = getattr(BY_NAME[owner], field, None)
    choices = dict(BY_NAME[owner]._meta.get_field(field).choices or ()) if value else {}
    return found is not None and (not value or value in choices)
