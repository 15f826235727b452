namespace Tradewind.Domain.Market.Quality;

/// <summary>Verdict of a quality report: that of its worst finding.</summary>
public enum QualityStatus
{
    /// <summary>Nothing above <see cref="QualitySeverity.Info"/>.</summary>
    Ok = 0,

    /// <summary>At least one warning, no error.</summary>
    Warning,

    /// <summary>At least one error.</summary>
    Error,
}
