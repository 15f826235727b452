"""Which Bloomberg field stands behind a name."""

from __future__ import annotations

from typing import Sequence, Tuple

#: Names of bar fields and of this product to Bloomberg mnemonics; columns keep the name that was asked for.
ALIASES = {
    "open": "PX_OPEN",
    "high": "PX_HIGH",
    "low": "PX_LOW",
    "close": "PX_LAST",
    "volume": "PX_VOLUME",
    "PRICE": "PX_LAST",
    "YIELD": "YLD_YTM_MID",
}

#: Bars when no field is named.
BAR_FIELDS = ("open", "high", "low", "close", "volume")

#: Ratings and names cannot be read as numbers.
TEXT_FIELDS = frozenset({"RTG_MOODY", "RTG_SP", "RTG_FITCH", "SECURITY_NAME", "NAME", "CRNCY", "COUNTRY"})

#: Elements of an intraday bar by name of the column.
INTRADAY_ELEMENTS = {
    "open": "open", "high": "high", "low": "low", "close": "close", "volume": "volume",
    "PX_OPEN": "open", "PX_HIGH": "high", "PX_LOW": "low", "PX_LAST": "close", "PX_VOLUME": "volume", "PRICE": "close",
}


def wanted(fields: Sequence[str]) -> Tuple[str, ...]:
    """The columns a request asks for."""
    return tuple(fields) or BAR_FIELDS


def mnemonic(field: str) -> str:
    """What Bloomberg calls a field."""
    return ALIASES.get(field, field)
