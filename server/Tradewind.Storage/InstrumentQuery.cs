using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Which instruments to list.</summary>
/// <param name="Prefix">Beginning of the id, ignoring ASCII case; null for all.</param>
/// <param name="AssetClass">Asset class; null for all.</param>
/// <param name="AfterId">Id of the last instrument of the page before; null for the first page.</param>
/// <param name="Size">Most instruments to return, positive.</param>
public sealed record InstrumentQuery(string? Prefix = null, AssetClass? AssetClass = null, string? AfterId = null, int Size = 100);
