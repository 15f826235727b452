using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Everything that decides which features are made of a frame and how. The default instance has the published parameters.</summary>
public sealed record FeatureSetSpec
{
    /// <summary>Version of the formulas; part of the hash, raised when a formula changes.</summary>
    public const int FormulaVersion = 1;

    /// <summary>Technical indicators; default all.</summary>
    public TechnicalSpec Technical { get; init; } = new();

    /// <summary>Momentum ratios; default all primary columns.</summary>
    public MomentumSpec Momentum { get; init; } = new();

    /// <summary>Backward changes of named columns; default none.</summary>
    public ImmutableArray<TargetChangeSpec> TargetChanges { get; init; } = [];

    /// <summary>Crypto against credit; null (default) makes none.</summary>
    public CrossAssetSpec? CrossAsset { get; init; }

    /// <summary>The 82 features for machine learning; null (default) makes none.</summary>
    public MachineLearningSpec? MachineLearning { get; init; }

    /// <summary>Range volatilities, entropies and other rolling statistics; null (default) makes none.</summary>
    public StatisticsSpec? Statistics { get; init; }

    /// <summary>Rolling features of every close over lists of windows; null (default) makes none.</summary>
    public WindowsSpec? Windows { get; init; }

    /// <summary>Shapes of futures curves, calendar and crack spreads; null (default) makes none.</summary>
    public CurveSpec? Curve { get; init; }

    /// <summary>On-chain metrics and funding rates; null (default) makes none.</summary>
    public OnChainSpec? OnChain { get; init; }

    /// <summary>Date, holidays, reports, hours and expiries; null (default) makes none.</summary>
    public CalendarSpec? Calendar { get; init; }

    /// <summary>Windows of correlations between changes of every two credit columns, e.g. 20 and 60; default none.</summary>
    public ImmutableArray<int> SectorCorrelationWindows { get; init; } = [];

    /// <summary>Further pairs to correlate; default none.</summary>
    public ImmutableArray<CorrelationPairSpec> Pairs { get; init; } = [];

    /// <summary>What crypto/credit correlations, their regime and <see cref="Pairs"/> are taken of; default changes.</summary>
    public CorrelationInput CorrelationInput { get; init; }

    /// <summary>Rows per year in the volatility of returns; null takes the frame's calendar (365 or 252 times rows a day).</summary>
    public double? Annualization { get; init; }

    /// <summary>Also scale the volatility of spreads and yields to a year; default off.</summary>
    public bool AnnualizeSpreadVolatility { get; init; }

    /// <summary>Checks every parameter that can be checked without a frame.</summary>
    /// <exception cref="InvalidInputException">At least one is wrong; all are listed with their field paths.</exception>
    public void Validate() => FeatureSetValidation.Require(FeatureSetValidation.Check(this));

    /// <summary>SHA-256 of all parameters and of the version of the formulas: equal for equal specifications, on every machine.</summary>
    public string ComputeHash()
    {
        using ContentHash hash = new();
        foreach ((string path, string value) in Parameters())
        {
            hash.Add(path).Add(value);
        }

        return hash.Finish();
    }

    /// <summary>Every parameter as field path and text, in fixed order; what <see cref="ComputeHash"/> covers.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters() => FeatureSetParameters.Of(this);
}
