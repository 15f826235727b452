"""Reads everything a research program reads, and prints what it saw as one JSON line: ADDRESS INSTRUMENT."""

from __future__ import annotations

import json
import sys

import numpy as np
import tradewind
from tradewind import pb


def main(address: str, instrument_id: str) -> None:
    """Reads one server."""
    with tradewind.connect(address) as client:
        instruments = [instrument.id for instrument in client.instruments()]

        # By hand, token by token, as well as through the client's own iteration.
        request, pages, closes = pb.ListBarsRequest(instrument_id=instrument_id, page_size=128), 0, []
        while True:
            page = client.data.ListBars(request)
            pages += 1
            closes += [bar.close for bar in page.bars]
            if not page.next_page_token:
                break
            request.page_token = page.next_page_token
        iterated = [bar.close for bar in client.bars(instrument_id, page_size=100)]

        arrays = client.columns(instrument_id, ["close", "volume"]).to_numpy()

        feed = client.start_replay([tradewind.PortfolioMember(instrument_id)])
        stream = client.start_signals(feed.id, "ma_crossover", parameters={"fast": 5, "slow": 20})
        events = list(client.subscribe_signals(stream.id))
        resumed = list(client.subscribe_signals(stream.id, events[0].cursor))

    print(
        json.dumps(
            {
                "instruments": instruments,
                "pages": pages,
                "bars": len(closes),
                "pages_equal_iteration": closes == iterated,
                "pages_equal_columns": bool(np.array_equal(np.array(closes), arrays["close"])),
                "dtypes": {name: str(values.dtype) for name, values in arrays.items()},
                "signals": [event.sequence for event in events],
                "resumed": [event.sequence for event in resumed],
                "simulated": all(event.simulated for event in events),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
