using System.Collections.Immutable;
using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>
/// What deflation and cross-validation need of a trial's returns: moments of the whole, and mean and squared deviations of equal blocks.
/// Small whatever the length of the data, so that thousands of trials are kept and stored.
/// </summary>
public sealed record ReturnMoments
{
    /// <summary>Number of returns.</summary>
    public required int Count { get; init; }

    /// <summary>Sharpe ratio per period, risk-free rate zero; null without variation.</summary>
    public required double? Sharpe { get; init; }

    /// <summary>Population skewness; null without variation.</summary>
    public required double? Skewness { get; init; }

    /// <summary>Raw population kurtosis (3 for a normal); null without variation.</summary>
    public required double? Kurtosis { get; init; }

    /// <summary>Returns in each block; the first returns that do not fill a block are in none. 0 where there are fewer returns than blocks.</summary>
    public required int BlockLength { get; init; }

    /// <summary>Mean of each block.</summary>
    public required ImmutableArray<double> BlockMeans { get; init; }

    /// <summary>Sum of squared distances from the block's mean, of each block.</summary>
    public required ImmutableArray<double> BlockSquares { get; init; }

    /// <summary>Measures returns.</summary>
    /// <param name="returns">Simple returns per bar, finite.</param>
    /// <param name="blocks">Number of blocks, even.</param>
    public static ReturnMoments Of(ReadOnlySpan<double> returns, int blocks = OverfittingProbability.DefaultBlocks) =>
        Of(returns, SampleMoments.Of(returns), blocks);

    /// <summary>The same for returns of known moments.</summary>
    internal static ReturnMoments Of(ReadOnlySpan<double> returns, SampleMoments moments) =>
        Of(returns, moments, OverfittingProbability.DefaultBlocks);

    private static ReturnMoments Of(ReadOnlySpan<double> returns, in SampleMoments moments, int blocks)
    {
        int length = returns.Length / blocks;
        ImmutableArray<double>.Builder means = ImmutableArray.CreateBuilder<double>(blocks), squares = ImmutableArray.CreateBuilder<double>(blocks);
        for (int block = 0; length > 0 && block < blocks; block++)
        {
            SampleMoments part = SampleMoments.Of(returns.Slice(returns.Length - (blocks - block) * length, length));
            means.Add(part.Mean);
            squares.Add(part.Second);
        }

        return new ReturnMoments
        {
            Count = returns.Length,
            Sharpe = Defined.OrNull(moments.Mean / moments.Deviation),
            Skewness = Defined.OrNull(moments.RawSkewness),
            Kurtosis = Defined.OrNull(moments.RawKurtosis),
            BlockLength = length,
            BlockMeans = means.ToImmutable(),
            BlockSquares = squares.ToImmutable(),
        };
    }
}
