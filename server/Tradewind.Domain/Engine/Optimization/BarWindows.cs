using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>The bars of a backtest as one time line, cut by when they became known.</summary>
internal sealed class BarWindows
{
    private readonly BacktestRequest _request;

    public BarWindows(BacktestRequest request)
    {
        _request = request;
        Times =
        [
            .. request.Bars.SelectMany(series => Rows(series.Between(request.Start, request.End)))
                .Where(time => time > request.TradeFrom).Distinct().Order(),
        ];
    }

    /// <summary>Known time of each bar, ascending; bars of several instruments known at once are one.</summary>
    public long[] Times { get; }

    /// <summary>The backtest on bars [first, end) alone, trading from a bar on.</summary>
    public BacktestRequest Cut(int first, int tradeFrom, int end)
    {
        (long after, long upTo) = (first == 0 ? _request.TradeFrom : Times[first - 1], Times[end - 1]);
        return _request with
        {
            Bars = [.. _request.Bars.Select(series => Known(series, after, upTo))],
            Fields = [.. _request.Fields.Select(series => Known(series, after, upTo))],
            Execution = [.. _request.Execution.Select(series => Known(series, after, upTo))],
            TradeFrom = tradeFrom == first ? long.MinValue : Times[tradeFrom - 1],
        };
    }

    /// <summary>The backtest on everything known up to bar <paramref name="end"/>, trading from a bar on.</summary>
    public BacktestRequest WithHistory(int tradeFrom, int end) => _request with
    {
        Bars = [.. _request.Bars.Select(series => Known(series, long.MinValue, Times[end - 1]))],
        Fields = [.. _request.Fields.Select(series => Known(series, long.MinValue, Times[end - 1]))],
        Execution = [.. _request.Execution.Select(series => Known(series, long.MinValue, Times[end - 1]))],
        TradeFrom = tradeFrom == 0 ? _request.TradeFrom : Times[tradeFrom - 1],
    };

    /// <summary>The backtest on its first bars, warm-up included; itself where these are all.</summary>
    public BacktestRequest Prefix(int end)
    {
        if (end >= Times.Length)
        {
            return _request;
        }

        long upTo = Times[end - 1];
        return _request with
        {
            Bars = [.. _request.Bars.Select(series => Known(series, long.MinValue, upTo))],
            Fields = [.. _request.Fields.Select(series => Known(series, long.MinValue, upTo))],
            Execution = [.. _request.Execution.Select(series => Known(series, long.MinValue, upTo))],
        };
    }

    private static IEnumerable<long> Rows(InstrumentSeries series) => Enumerable.Range(0, series.Count).Select(series.AvailableAt);

    private static InstrumentSeries Known(InstrumentSeries series, long after, long upTo)
    {
        (int first, int end) = (FirstKnownAfter(series, after), FirstKnownAfter(series, upTo));
        long Stamp(int row) => row < series.Count ? series.Times.Span[row] : long.MaxValue;
        return series.Between(Stamp(first), Stamp(end));
    }

    private static int FirstKnownAfter(InstrumentSeries series, long time)
    {
        (int low, int high) = (0, series.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = series.AvailableAt(middle) > time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
