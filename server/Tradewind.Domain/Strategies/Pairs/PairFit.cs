using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Strategies.Pairs;

/// <summary>A fitted pair: ln first = α + β ln second + spread, with what makes it worth trading (signals specification, section 5).</summary>
/// <param name="Intercept">α.</param>
/// <param name="Slope">β, also the money of the second leg for one of the first.</param>
/// <param name="HalfLife">Rows in which half of the spread is gone.</param>
/// <param name="PValue">Of the cointegration test.</param>
/// <param name="Correlation">Of the returns over the formation.</param>
/// <param name="Rank">Score by which pairs compete; the higher, the better.</param>
internal sealed record PairFit(double Intercept, double Slope, double HalfLife, double PValue, double Correlation, double Rank)
{
    /// <summary>Fits a pair.</summary>
    /// <param name="first">Logs of the first price, shape [formation], oldest first.</param>
    /// <param name="second">Logs of the second.</param>
    /// <param name="settings">What a pair has to meet.</param>
    /// <returns>Null where it does not meet it, or nothing can be said.</returns>
    public static PairFit? Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, PairSettings settings)
    {
        double correlation = ReturnCorrelation(first, second);
        if (!(correlation >= settings.MinCorrelation) || CointegrationTest.Run(first, second) is not { Slope: > 0 } test)
        {
            return null;
        }

        double pValue = test.PValue;
        return pValue <= settings.MaxPValue && test.HalfLife is { } halfLife && halfLife >= settings.MinHalfLife && halfLife <= settings.MaxHalfLife
            ? new PairFit(test.Intercept, test.Slope, halfLife, pValue, correlation, RankOf(pValue, correlation, halfLife, DurbinWatson(test.Residuals.AsSpan())))
            : null;
    }

    /// <summary>The published score: 40(1 − p) + 30|ρ| + 20 or 10 for a short half-life + 10(2 − |2 − DW|).</summary>
    internal static double RankOf(double pValue, double correlation, double halfLife, double durbinWatson) =>
        40 * (1 - pValue) + 30 * Math.Abs(correlation) + (halfLife is >= 1 and <= 10 ? 20 : halfLife is > 10 and <= 20 ? 10 : 0)
        + 10 * (2 - Math.Abs(2 - durbinWatson));

    private static double ReturnCorrelation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] returns = new double[2 * (first.Length - 1)];
        Span<double> firstReturns = returns.AsSpan(0, first.Length - 1);
        Span<double> secondReturns = returns.AsSpan(first.Length - 1);
        for (int i = 1; i < first.Length; i++)
        {
            firstReturns[i - 1] = Math.Exp(first[i] - first[i - 1]) - 1;
            secondReturns[i - 1] = Math.Exp(second[i] - second[i - 1]) - 1;
        }

        return WindowStatistics.Correlation(firstReturns, secondReturns);
    }

    private static double DurbinWatson(ReadOnlySpan<double> residuals)
    {
        (double steps, double squares) = (0, residuals[0] * residuals[0]);
        for (int i = 1; i < residuals.Length; i++)
        {
            steps += (residuals[i] - residuals[i - 1]) * (residuals[i] - residuals[i - 1]);
            squares += residuals[i] * residuals[i];
        }

        return steps / squares;
    }
}
