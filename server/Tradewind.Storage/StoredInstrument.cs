using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>An instrument and what is stored of it.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Series">Its series, shortest timeframe first; at least one.</param>
public sealed record StoredInstrument(Instrument Instrument, ImmutableArray<StoredSeries> Series);
