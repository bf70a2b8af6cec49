"""Personal data as a screen shows them to those who may not see them whole."""


def mask_name(name: str) -> str:
    """Return the family name with asterisks: 张三丰 → 张**."""
    return name[:1] + "*" * min(len(name) - 1, 2) if name else ""


def mask_number(number: str, *, head: int = 3, tail: int = 2) -> str:
    """Return a telephone or identity number with its middle hidden: 138******12."""
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def mask_address(address: str) -> str:
    """Return the beginning of an address, enough to recognise the street, not the door."""
    return address[:6] + "***" if len(address) > 6 else "*" * len(address)
