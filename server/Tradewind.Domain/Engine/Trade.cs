using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>A round trip, or the part of one that a reducing fill closed.</summary>
public sealed record Trade
{
    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Ordinal of the instrument in the universe.</summary>
    public required int InstrumentOrdinal { get; init; }

    /// <summary>Direction of the entry: buy for a long trade.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>Known time of the first fill since flat, UNIX nanoseconds.</summary>
    public required long EntryTime { get; init; }

    /// <summary>Known time of the closing fill.</summary>
    public required long ExitTime { get; init; }

    /// <summary>Quantity closed, positive.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Average entry price.</summary>
    public required decimal EntryPrice { get; init; }

    /// <summary>Exit price.</summary>
    public required decimal ExitPrice { get; init; }

    /// <summary>Profit before costs.</summary>
    public required decimal Gross { get; init; }

    /// <summary>Entry costs and what holding cost, in the share of the quantity closed, plus exit costs.</summary>
    public required decimal Costs { get; init; }

    /// <summary>Profit after costs.</summary>
    public decimal ProfitAndLoss => Gross - Costs;

    /// <summary>Profit after costs in percent of the money at entry; null for an entry price of zero.</summary>
    public required double? ReturnPercent { get; init; }

    /// <summary>Bars of the instrument from entry to exit.</summary>
    public required long Bars { get; init; }

    /// <summary>Worst open loss in money on the quantity closed, zero or less: over the bars held to their close and the exit price.</summary>
    public required double MaxAdverseExcursion { get; init; }

    /// <summary>Best open profit in money on the quantity closed, zero or more.</summary>
    public required double MaxFavourableExcursion { get; init; }

    /// <summary>Number of the closing fill.</summary>
    public required long ExitFillNumber { get; init; }
}
