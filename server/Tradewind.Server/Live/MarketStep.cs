using Tradewind.Domain.Engine;

namespace Tradewind.Server.Live;

/// <summary>A market time step as a strategy on a feed is shown it.</summary>
/// <param name="Slice">What became known; it owns its memory.</param>
/// <param name="IsPast">True for stored history that warms up and is not traded.</param>
internal readonly record struct MarketStep(MarketSlice Slice, bool IsPast);
