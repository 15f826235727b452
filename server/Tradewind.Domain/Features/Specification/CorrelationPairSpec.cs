namespace Tradewind.Domain.Features;

/// <summary>A pair to correlate as <c>corr_{first}_{second}_{window}</c>; under an automatic column's name it replaces that column.</summary>
/// <param name="First">Column of the frame.</param>
/// <param name="Second">Another column of the frame.</param>
/// <param name="Window">Rows, at least 2.</param>
/// <param name="Method">Coefficient.</param>
public sealed record CorrelationPairSpec(string First, string Second, int Window, CorrelationMethod Method = CorrelationMethod.Pearson);
