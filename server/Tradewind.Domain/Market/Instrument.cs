using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Market;

/// <summary>Something with a price or a value: identified as its users write it (<c>BTC/USDT</c>, <c>LF98TRUU Index</c>).</summary>
public sealed record Instrument
{
    /// <summary>Creates an instrument.</summary>
    /// <param name="id">Identifier as users write it; not blank, at most 120 characters, no control characters.</param>
    /// <param name="assetClass">Kind of instrument.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is blank, too long or holds control characters.</exception>
    public Instrument(string id, AssetClass assetClass)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > 120 || id.Any(char.IsControl) || id != id.Trim())
        {
            throw new ArgumentException(
                $"An instrument id needs 1 to 120 printable characters without surrounding blanks, got '{id}'.", nameof(id));
        }

        (Id, AssetClass, DisplayName) = (id, assetClass, id);
    }

    /// <summary>Identifier as users write it.</summary>
    public string Id { get; }

    /// <summary>Kind of instrument.</summary>
    public AssetClass AssetClass { get; }

    /// <summary>Name for people; the id where nothing better is known.</summary>
    public string DisplayName { get; init; }

    /// <summary>Where its data came from (<c>csv</c>, <c>bloomberg_excel</c>, <c>simulator</c>).</summary>
    public string Source { get; init; } = "";

    /// <summary>ISO 4217 code or crypto asset its price is quoted in.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Smallest price step; 0 where unknown.</summary>
    public decimal TickSize { get; init; }

    /// <summary>Smallest quantity step, positive. 1 for futures, a small fraction for crypto.</summary>
    public decimal LotSize { get; init; } = 1m;

    /// <summary>Money per price point and unit of quantity, positive. 1 for spot, 1000 for WTI futures.</summary>
    public decimal Multiplier { get; init; } = 1m;

    /// <summary>What the multiplier counts: barrels for WTI futures.</summary>
    public ContractUnit Unit { get; init; }

    /// <summary>Exchange or publisher; empty where unknown.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>Id of its calendar, see <see cref="TradingCalendars"/>; empty where unknown.</summary>
    public string Calendar { get; init; } = "";

    /// <summary>True when the data was made by the simulator; shown wherever the instrument is shown.</summary>
    public bool Simulated { get; init; }

    /// <summary>An instrument with the same details under another id.</summary>
    /// <param name="id">Its id, also its name for people.</param>
    /// <exception cref="ArgumentException">The id is not one.</exception>
    public Instrument Named(string id) => new(id, AssetClass)
    {
        Source = Source, Currency = Currency, TickSize = TickSize, LotSize = LotSize, Multiplier = Multiplier, Unit = Unit, Exchange = Exchange,
        Calendar = Calendar, Simulated = Simulated,
    };

    /// <summary>Its calendar: the one named, else the one its asset class decides; null where neither is known.</summary>
    public TradingCalendar? TradingCalendar => TradingCalendars.Find(Calendar) ?? TradingCalendars.Of(AssetClass);

    /// <summary>First part of every column name of this instrument, see <see cref="ColumnName.Prefix"/>.</summary>
    public string Prefix => ColumnName.Prefix(Id);
}
