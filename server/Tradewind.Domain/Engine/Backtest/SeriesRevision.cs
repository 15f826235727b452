namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Which content of a series was used.</summary>
/// <param name="Role"><c>bars</c>, <c>fields</c> or <c>benchmark</c>.</param>
/// <param name="Instrument">Id of the instrument.</param>
/// <param name="Revision">SHA-256 of the rows in the interval and of the instrument's class, tick, lot and multiplier.</param>
public sealed record SeriesRevision(string Role, string Instrument, string Revision);
