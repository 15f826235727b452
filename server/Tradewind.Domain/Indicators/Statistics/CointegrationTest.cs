using System.Collections.Immutable;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Engle and Granger's test that two series move together in the long run. Least squares y = α + βx over the whole sample, then the
/// augmented Dickey-Fuller statistic of the residuals e: the t-value of λ in Δe_t = λe_{t−1} + Σγᵢ Δe_{t−i}, without a constant because
/// residuals have none. Below a critical value the residuals revert and the pair is cointegrated at that level. Uses the whole sample:
/// fit on a formation period, trade after it.
/// </summary>
/// <param name="Intercept">α.</param>
/// <param name="Slope">β, the hedge ratio.</param>
/// <param name="Statistic">t-value of λ; the more negative, the stronger the reversion.</param>
/// <param name="CriticalValues">At 1 %, 5 % and 10 %, for the rows of the second regression.</param>
/// <param name="Autoregression">φ of e_t = φe_{t−1}.</param>
/// <param name="Residuals">y − α − βx, shape [rows].</param>
/// <remarks>
/// Engle and Granger 1987, Econometrica 55. Critical values: MacKinnon 2010, "Critical Values for Cointegration Tests", table 2, two
/// variables, constant: β∞ + β₁/T + β₂/T².
/// </remarks>
public sealed record CointegrationTest(
    double Intercept,
    double Slope,
    double Statistic,
    (double OnePercent, double FivePercent, double TenPercent) CriticalValues,
    double Autoregression,
    ImmutableArray<double> Residuals)
{
    /// <summary>Fewest rows of a sample.</summary>
    public const int LeastRows = 20;

    /// <summary>True below the critical value at 5 %.</summary>
    public bool IsCointegrated => Statistic < CriticalValues.FivePercent;

    /// <summary>Share of pairs that are not cointegrated which have a statistic as low as this, from the response surface of the asymptotic distribution.</summary>
    /// <remarks>MacKinnon 1994, "Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration Tests", JBES 12, two variables with a constant.</remarks>
    public double PValue => Statistic switch
    {
        < -18.86 => 0,
        > 0.92 => 1,
        <= -2.62 => Normal.CDF(0, 1, 2.92 + Statistic * (1.5012 + Statistic * 0.039796)),
        _ => Normal.CDF(0, 1, 2.1945 + Statistic * (0.64695 + Statistic * (-0.29198 + Statistic * -0.042377))),
    };

    /// <summary>Rows in which half of a residual is gone, −ln 2/ln φ; null unless 0 &lt; φ &lt; 1.</summary>
    public double? HalfLife => HalfLifeOf(Autoregression);

    /// <summary>−ln 2/ln φ for 0 &lt; φ &lt; 1, else null: such a series does not decay towards its mean.</summary>
    public static double? HalfLifeOf(double autoregression) =>
        autoregression is > 0 and < 1 ? -Constants.Ln2 / Math.Log(autoregression) : null;

    /// <summary>Tests a pair; for prices give logs.</summary>
    /// <param name="dependent">y, shape [rows].</param>
    /// <param name="independent">x, shape [rows].</param>
    /// <param name="lags">Lagged differences in the second regression, at least 0; they take up its autocorrelation.</param>
    /// <returns>Null where it is undefined: fewer than 20 rows more than lags, a missing value, or a series (or residual) that does not vary.</returns>
    /// <exception cref="ArgumentException">Lengths differ or lags are negative.</exception>
    public static CointegrationTest? Run(ReadOnlySpan<double> dependent, ReadOnlySpan<double> independent, int lags = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        if (dependent.Length != independent.Length)
        {
            throw new ArgumentException($"The series need one length, got {dependent.Length} and {independent.Length}.", nameof(independent));
        }

        int rows = dependent.Length;
        if (rows < LeastRows + lags)
        {
            return null;
        }

        PairMoments moments = new(rows);
        (double first, double second, double product) = default((double, double, double));
        (double y, double x) = (0, 0);
        for (int i = 0; i < rows; i++)
        {
            (first, second, product) = moments.Update(dependent[i], independent[i]);
            (y, x) = (y + dependent[i], x + independent[i]);
        }

        // Exactly 0 where a series does not vary.
        if (first == 0 || second == 0 || !double.IsFinite(first + second + product))
        {
            return null;
        }

        double slope = product / second;
        double intercept = (y - slope * x) / rows;
        double[] residuals = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            residuals[i] = dependent[i] - intercept - slope * independent[i];
        }

        double statistic = DickeyFuller(residuals, lags);
        return double.IsFinite(statistic)
            ? new CointegrationTest(intercept, slope, statistic, Critical(rows - 1 - lags), AutoregressionOf(residuals), [.. residuals])
            : null;
    }

    private static double AutoregressionOf(double[] residuals)
    {
        (double products, double squares) = (0, 0);
        for (int i = 1; i < residuals.Length; i++)
        {
            products += residuals[i] * residuals[i - 1];
            squares += residuals[i - 1] * residuals[i - 1];
        }

        return products / squares;
    }

    private static double DickeyFuller(double[] values, int lags)
    {
        int rows = values.Length - 1 - lags;
        double Difference(int i) => values[i] - values[i - 1];
        // The level comes last: then the last row of R alone gives the variance of its coefficient.
        Matrix<double> design = Matrix<double>.Build.Dense(rows, lags + 1, (i, j) =>
            j == lags ? values[lags + i] : Difference(lags + i - j));
        Vector<double> target = Vector<double>.Build.Dense(rows, i => Difference(lags + 1 + i));
        QR<double> factors = design.QR(QRMethod.Thin);
        Vector<double> coefficients = factors.Solve(target);
        double error = (target - design * coefficients).DotProduct(target - design * coefficients) / (rows - lags - 1);
        return coefficients[lags] * Math.Abs(factors.R[lags, lags]) / Math.Sqrt(error);
    }

    private static (double OnePercent, double FivePercent, double TenPercent) Critical(double rows) => (
        -3.89644 - 10.9519 / rows - 22.527 / (rows * rows),
        -3.33613 - 6.1101 / rows - 6.823 / (rows * rows),
        -3.04445 - 4.2412 / rows - 2.720 / (rows * rows));
}
