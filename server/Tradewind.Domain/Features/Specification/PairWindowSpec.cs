namespace Tradewind.Domain.Features;

/// <summary>Two columns and a window of a rolling statistic.</summary>
/// <param name="First">Column of the frame.</param>
/// <param name="Second">Another column of the frame.</param>
/// <param name="Window">Rows.</param>
public sealed record PairWindowSpec(string First, string Second, int Window);
