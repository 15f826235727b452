using System.Collections.Immutable;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Market.Futures;

/// <summary>What all contracts of a commodity future share.</summary>
/// <param name="Key">Key in requests: <c>wti</c>.</param>
/// <param name="Root">Root of its tickers: <c>CL</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Exchange">Exchange.</param>
/// <param name="Size">Units a contract.</param>
/// <param name="Unit">What the size counts; prices are in dollars a unit.</param>
/// <param name="Tick">Smallest price step.</param>
/// <param name="Calendar">Settlement days.</param>
public sealed record CommodityContract(
    string Key, string Root, string Name, string Exchange, decimal Size, ContractUnit Unit, decimal Tick, TradingCalendar Calendar)
{
    /// <summary>Other keys that mean it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Roots other vendors use for the same contract: <c>BRN</c>, <c>RB</c>.</summary>
    public ImmutableArray<string> VendorRoots { get; init; } = [];

    /// <summary>Business days that last trade days are counted in, where they are not the settlement days.</summary>
    public TradingCalendar? ExpiryCalendar { get; init; }

    /// <summary>Dollars a tick: tick times size.</summary>
    public decimal TickValue => Tick * Size;

    /// <summary>The instrument of one of its tickers.</summary>
    /// <param name="ticker">Ticker, used as id.</param>
    /// <param name="name">Name for people.</param>
    public Instrument ToInstrument(string ticker, string name) => new(ticker, AssetClass.CommodityFuture)
    {
        DisplayName = name, Exchange = Exchange, Calendar = Calendar.Id, TickSize = Tick, LotSize = 1m, Multiplier = Size, Unit = Unit, Currency = "USD",
    };
}
