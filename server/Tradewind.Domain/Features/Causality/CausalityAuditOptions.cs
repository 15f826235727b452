namespace Tradewind.Domain.Features;

/// <summary>How thorough an audit is.</summary>
public sealed record CausalityAuditOptions
{
    /// <summary>Cut points, at least 1; each costs two recomputations. Default 8.</summary>
    public int Cuts { get; init; } = 8;

    /// <summary>Seed of the cuts and of the noise. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Violations listed one by one; further ones are only counted. Default 1000.</summary>
    public int MaximumViolations { get; init; } = 1000;
}
