namespace Tradewind.Domain.Market.Quality;

/// <summary>How much a finding matters. Ordered: the worst finding of a report decides its status.</summary>
public enum QualitySeverity
{
    /// <summary>Worth knowing; the data is usable as it is.</summary>
    Info = 0,

    /// <summary>Look before using the data for a model or a backtest.</summary>
    Warning,

    /// <summary>The data contradicts what it claims to be.</summary>
    Error,
}
