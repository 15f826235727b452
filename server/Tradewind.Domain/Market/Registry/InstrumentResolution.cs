using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Market.Registry;

/// <summary>The instrument a text means.</summary>
/// <param name="Entry">What is known of it.</param>
/// <param name="Match">How it was found.</param>
/// <param name="Ticker">Its ticker taken apart; null where the id is none.</param>
public sealed record InstrumentResolution(InstrumentEntry Entry, MatchKind Match, FuturesTicker? Ticker);
