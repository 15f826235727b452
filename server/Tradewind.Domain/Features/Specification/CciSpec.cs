namespace Tradewind.Domain.Features;

/// <summary>Commodity channel index.</summary>
/// <param name="Window">Rows, at least 1.</param>
/// <param name="Constant">Scale of the mean distance, positive.</param>
public sealed record CciSpec(int Window = 20, double Constant = 0.015);
