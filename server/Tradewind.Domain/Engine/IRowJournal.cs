using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Costs;

namespace Tradewind.Domain.Engine;

/// <summary>A journal that takes fills and round trips as rows, so that no object need be made of each.</summary>
internal interface IRowJournal : IEngineJournal
{
    /// <summary>A fill; the round trip it closes, where it closes one, follows.</summary>
    /// <param name="fill">The fill; keep a copy.</param>
    /// <param name="cost">What it cost.</param>
    /// <param name="worth">Price × quantity × multiplier, on the grid.</param>
    void OnFill(in FillRow fill, in FillCost cost, Amount worth);

    /// <summary>A round trip was closed.</summary>
    void OnTrade(in TradeRow trade);
}
