"""Rows as columnar blocks, and what a security is."""

from __future__ import annotations

from typing import Iterator, Sequence

import numpy as np
from tradewind import pb

from .requests import Rows

_CREDIT_FIELDS = frozenset({"OAS", "DTS", "Z_SPREAD", "G_SPREAD", "YLD_YTM_MID", "YIELD"})

_ASSET_CLASSES = {
    "corp": pb.ASSET_CLASS_CREDIT_BOND,
    "equity": pb.ASSET_CLASS_EQUITY,
    "curncy": pb.ASSET_CLASS_FX,
    "comdty": pb.ASSET_CLASS_COMMODITY_FUTURE,
    "govt": pb.ASSET_CLASS_RATE,
}


def blocks_of(rows: Rows, fields: Sequence[str], largest: int) -> Iterator[pb.ColumnBlock]:
    """Blocks of at most `largest` rows in order of time; what a row lacks is NaN."""
    labels = sorted(rows)
    for start in range(0, len(labels), largest):
        part = labels[start : start + largest]
        yield pb.ColumnBlock(
            row_count=len(part),
            times=np.array(part, dtype="<i8").tobytes(),
            columns=[
                pb.Column(name=field, values=np.array([rows[label].get(field, np.nan) for label in part], dtype="<f8").tobytes())
                for field in fields
            ],
        )


def instrument_of(security: str, fields: Sequence[str]) -> pb.ConnectorInstrument:
    """What a security is, by its yellow key. An index with credit fields is a credit index."""
    key = security.rsplit(" ", 1)[-1].lower()
    if key == "index":
        asset_class = pb.ASSET_CLASS_CREDIT_INDEX if _CREDIT_FIELDS.intersection(fields) else pb.ASSET_CLASS_INDEX
    else:
        asset_class = _ASSET_CLASSES.get(key, pb.ASSET_CLASS_UNSPECIFIED)
    return pb.ConnectorInstrument(asset_class=asset_class)
