namespace Tradewind.Domain.Market.Consensus;

/// <summary>The bars of one venue.</summary>
/// <param name="Name">Name of the venue; starts its column names, so it is written like one: letters, digits and underscores.</param>
/// <param name="Series">Its bars.</param>
public sealed record VenueSeries(string Name, InstrumentSeries Series);
