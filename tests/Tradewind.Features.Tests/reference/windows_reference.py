"""Independent pandas/numpy implementation of the rolling features over lists of windows.

usage: windows_reference.py INPUT.csv OUTPUT.csv

INPUT has the columns {p}_high, {p}_low, {p}_close and {p}_volume; its first lines are comments that give rows_per_year, the prefix p and
the windows of each list.
"""
import sys

from features_reference import atr, corr, high, low, np, pd, percent_of_range, ret, rsi, sd, segments, shift, sma, zscore


def ema(x, n):
    """NaN until n rows were seen since the start or the last gap."""
    out = np.full(len(x), np.nan)
    for start, end in segments(x):
        part = pd.Series(x[start:end]).ewm(span=n, adjust=False).mean().to_numpy(copy=True)
        part[: n - 1] = np.nan
        out[start:end] = part
    return out


def main(source, target):
    with open(source, encoding="utf-8") as file:
        settings = dict(line[2:].strip().split("=", 1) for line in file if line.startswith("#"))
    table = pd.read_csv(source, comment="#")
    p = settings["prefix"]
    h, l, c, v = (table[f"{p}_{name}"].to_numpy(float) for name in ("high", "low", "close", "volume"))
    annual = np.sqrt(float(settings["rows_per_year"]))

    def log_return(n):
        with np.errstate(all="ignore"):
            return np.where((c > 0) & (shift(c, n) > 0), np.log(c / shift(c, n)), np.nan)

    def volume_ratio(n):
        with np.errstate(all="ignore"):
            return np.where(sma(v, n) == 0, np.nan, v / sma(v, n))

    made = {
        "return": lambda n: ret(c, n),
        "log_return": log_return,
        "sma": lambda n: sma(c, n),
        "ema": lambda n: ema(c, n),
        "rsi": lambda n: rsi(c, n),
        "z_score": lambda n: zscore(c, n),
        "volatility": lambda n: sd(ret(c, 1), n) * annual,
        "atr": lambda n: atr(h, l, c, n),
        "stochastic": lambda n: percent_of_range(c, low(l, n), high(h, n)),
        "volume_ratio": volume_ratio,
        "price_volume": lambda n: corr(ret(c, 1), ret(v, 1), n),
    }
    names = {"z_score": "zscore", "stochastic": "stoch_k", "price_volume": "price_volume_corr"}
    out = {}
    for kind, compute in made.items():
        for n in map(int, settings[f"{kind}_windows"].split()):
            out[f"{p}_{names.get(kind, kind)}_{n}"] = compute(n)
    for n in map(int, settings["donchian_windows"].split()):
        out[f"{p}_donchian_high_{n}"], out[f"{p}_donchian_low_{n}"] = high(h, n), low(l, n)
    pd.DataFrame(out).to_csv(target, index=False, float_format="%.17g")


if __name__ == "__main__":
    main(*sys.argv[1:3])
