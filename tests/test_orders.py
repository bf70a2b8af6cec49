"""What rooms register is shown where the roof says, and nowhere by chance."""

import pytest

from safecommunity.orders import ORDERS


@pytest.mark.parametrize("registry, keys", ORDERS, ids=[registry.name for registry, _ in ORDERS])
def test_each_list_names_what_is_registered_and_no_more(registry, keys) -> None:
    assert len(keys) == len(set(keys))
    assert {item.key for item in registry} == set(keys)


@pytest.mark.parametrize("registry, keys", ORDERS, ids=[registry.name for registry, _ in ORDERS])
def test_it_is_read_in_that_order(registry, keys) -> None:
    assert [item.key for item in registry] == list(keys)
