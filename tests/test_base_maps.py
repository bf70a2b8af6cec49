"""Streets under the map are the operator's choice, and their servers stand in the policy."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from safecommunity.base_maps import base_map


def test_without_a_service_no_other_server_is_allowed() -> None:
    assert base_map("").origins == []
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]
    assert all("://" not in one for one in allowed)


def test_tianditu_has_streets_and_names_with_the_key_of_the_office() -> None:
    found = base_map("tianditu", key="abc123")
    assert len(found.layers) == 2 and all("tk=abc123" in one for one in found.layers)
    assert found.origins[0] == "https://t0.tianditu.gov.cn" and len(found.origins) == 8
    assert found.system == "wgs84"


def test_amap_is_shifted() -> None:
    assert base_map("amap").system == "gcj02"


def test_a_server_of_ones_own_is_allowed_alone() -> None:
    found = base_map("", url="https://tiles.office.example:8443/{z}/{x}/{y}.png", system="gcj02")
    assert found.origins == ["https://tiles.office.example:8443"]
    assert found.system == "gcj02"


@pytest.mark.parametrize(
    "wrong",
    [
        {"service": "google"},
        {"service": "tianditu"},
        {"service": "tianditu", "key": "a b; script-src *"},
        {"service": "", "url": "javascript:alert(1)"},
        {"service": "", "url": "https://*.example.org/{z}"},
        {"service": "", "url": "https://tiles.example.org/{z}", "system": "bd09"},
    ],
)
def test_a_wrong_setting_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured):
        base_map(**wrong)
