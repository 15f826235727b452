"""Order-book and trade-flow bars of a recording, from the exchange's rules alone. Usage: book_reference.py RECORDING OUTPUT."""

import gzip
import json
import math
import sys

SECOND = 10**9
bids, asks = {}, {}
pending, snapshot, last = [], None, None
bar, rows = None, []
flow = [0.0, 0.0, 0]


def ratio(a, b):
    return (a - b) / (a + b) if a + b > 0 else math.nan


def close():
    values = [math.nan] * 6
    if snapshot is not None:
        top_bids = sorted(bids.items(), reverse=True)[:5]
        top_asks = sorted(asks.items())[:5]
        (bid, bid_size), (ask, ask_size) = top_bids[0], top_asks[0]
        mid = (bid + ask) / 2
        pressure = [sum(size * 0.5**i for i, (_, size) in enumerate(side)) for side in (top_bids, top_asks)]
        values = [mid, (ask - bid) / mid * 1e4, ratio(bid_size, ask_size), ratio(*pressure)]
        values += [sum(size for _, size in side) for side in (top_bids, top_asks)]
    rows.append([bar, *values, flow[0], flow[1], ratio(flow[0], flow[1]), flow[2]])
    flow[:] = [0.0, 0.0, 0]


def put(side, levels):
    for price, size in levels:
        if float(size) == 0:
            side.pop(float(price), None)
        else:
            side[float(price)] = float(size)


def change(update):
    global last
    stale = update["u"] < snapshot if "pu" in update else update["u"] <= snapshot
    if last is None and stale:
        return
    if last is not None:
        assert (update["pu"] == last) if "pu" in update else (update["U"] == last + 1)
    put(bids, update["b"])
    put(asks, update["a"])
    last = update["u"]


with gzip.open(sys.argv[1], "rt") as recording:
    for line in recording:
        stamp, text = line.split(" ", 1)
        label = int(stamp) // SECOND * SECOND
        bar = label if bar is None else bar
        while bar < label:
            close()
            bar += SECOND
        message = json.loads(text)
        data = message.get("data", message)
        if "lastUpdateId" in data:
            snapshot = data["lastUpdateId"]
            put(bids, data["bids"])
            put(asks, data["asks"])
            for update in pending:
                change(update)
        elif data.get("e") == "depthUpdate":
            pending.append(data) if snapshot is None else change(data)
        elif data.get("e") == "trade":
            flow[1 if data["m"] else 0] += float(data["q"])
            flow[2] += 1
close()

with open(sys.argv[2], "w") as output:
    for row in rows:
        output.write(",".join(repr(value) for value in row) + "\n")
