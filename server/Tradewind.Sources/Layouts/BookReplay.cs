using System.Globalization;
using System.Text.Json;
using Tradewind.Domain.Market.Microstructure;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Plays recorded messages into a book as the exchange prescribes: updates before the snapshot wait for it, those it already contains are
/// left out, and the rest must follow each other without a hole. Empty bars between messages are made too: a quiet second is a second.
/// </summary>
internal sealed class BookReplay(long barLength)
{
    // A day of seconds ten times over; a wrong time must not fill the memory with empty bars.
    private const int MostBars = 864_000;

    private readonly BookFeatures _features = new();
    private readonly List<JsonElement> _waiting = [];
    private long _bar = long.MinValue;
    private long _lastUpdate;
    private long _snapshot = -1;

    public List<long> Times { get; } = [];

    public List<double[]> Rows { get; } = [];

    public string Symbol { get; private set; } = "";

    public bool IsPerpetual { get; private set; }

    /// <summary>Times the chain of updates broke.</summary>
    public int Gaps { get; private set; }

    /// <summary>Takes a message.</summary>
    /// <exception cref="KeyNotFoundException">A field of a known message is missing.</exception>
    public void Take(long time, JsonElement message)
    {
        Advance(time);
        JsonElement data = message.TryGetProperty("data", out JsonElement inner) ? inner : message;
        if (data.TryGetProperty("lastUpdateId", out JsonElement id))
        {
            Start(data, id.GetInt64());
            return;
        }

        string kind = data.TryGetProperty("e", out JsonElement said) ? said.GetString()! : "";
        Symbol = data.TryGetProperty("s", out JsonElement symbol) ? symbol.GetString()! : Symbol;
        if (kind is "trade" or "aggTrade")
        {
            // m: the buyer's order was resting, so the seller took.
            _features.Update(Number(data.GetProperty("q")), buyerTook: !data.GetProperty("m").GetBoolean());
        }
        else if (kind == "depthUpdate")
        {
            IsPerpetual |= data.TryGetProperty("pu", out _);
            if (_snapshot < 0)
            {
                _waiting.Add(data.Clone());
            }
            else
            {
                Change(data);
            }
        }
    }

    /// <summary>Ends the last bar.</summary>
    public void Finish()
    {
        if (_bar != long.MinValue)
        {
            Close();
        }
    }

    private void Advance(long time)
    {
        long bar = time - time % barLength;
        if (_bar == long.MinValue)
        {
            _bar = bar;
        }

        if (bar < _bar)
        {
            throw new FormatException("its receive time is before that of the line above");
        }

        if ((bar - _bar) / barLength > MostBars - Times.Count)
        {
            throw new FormatException($"with it the recording spans more than {MostBars} bars; choose a longer timeframe");
        }

        while (_bar < bar)
        {
            Close();
            _bar += barLength;
        }
    }

    private void Close()
    {
        Times.Add(_bar);
        Rows.Add(_features.Close());
    }

    private void Start(JsonElement data, long id)
    {
        _features.Book.Clear();
        Set(isBid: true, data.GetProperty("bids"));
        Set(isBid: false, data.GetProperty("asks"));
        (_snapshot, _lastUpdate, _features.BookKnown) = (id, -1, true);
        foreach (JsonElement update in _waiting)
        {
            Change(update);
        }

        _waiting.Clear();
    }

    private void Change(JsonElement data)
    {
        (long first, long last) = (data.GetProperty("U").GetInt64(), data.GetProperty("u").GetInt64());
        bool chained = data.TryGetProperty("pu", out JsonElement previous);
        // Spot: u must be past the snapshot. Futures: u = id still counts as its continuation.
        if (_lastUpdate < 0 && (chained ? last < _snapshot : last <= _snapshot))
        {
            return;
        }

        bool follows = _lastUpdate < 0 ? first <= _snapshot + 1
            : chained ? previous.GetInt64() == _lastUpdate
            : first == _lastUpdate + 1;
        if (!follows)
        {
            (_features.BookKnown, _snapshot) = (false, -1);
            Gaps++;
            _waiting.Add(data.Clone());
            return;
        }

        Set(isBid: true, data.GetProperty("b"));
        Set(isBid: false, data.GetProperty("a"));
        _lastUpdate = last;
    }

    private void Set(bool isBid, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
        {
            _features.Book.Set(isBid, Number(level[0]), Number(level[1]));
        }
    }

    private static double Number(JsonElement text) => double.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
