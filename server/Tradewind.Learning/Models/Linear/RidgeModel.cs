using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models.Linear;

/// <summary>
/// Minimises Σe² + α·Σw² on features standardised with the mean and the population deviation of the training rows; the intercept is
/// not penalised. α = 0 is least squares with the solution of minimum norm where features are collinear.
/// </summary>
public sealed class RidgeModel : IModel
{
    private static readonly string s_library = $"MathNet.Numerics {typeof(Matrix<double>).Assembly.GetName().Version}";
    private readonly double _alpha;
    private readonly int _seed;

    internal RidgeModel(string key, double alpha, int seed) => (Key, _alpha, _seed) = (key, alpha, seed);

    /// <inheritdoc />
    public string Key { get; }

    /// <inheritdoc />
    public string Library => s_library;

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, double> Parameters => _alpha > 0
        ? ImmutableSortedDictionary<string, double>.Empty.Add("alpha", _alpha)
        : ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc />
    public ITrainedModel Fit(Samples train, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Standardisation scale = Standardisation.Fit(train.Features);
        double intercept = 0;
        for (int i = 0; i < train.Count; i++)
        {
            intercept += (train.Labels.Span[i] - intercept) / (i + 1);
        }

        Matrix<double> x = Matrix<double>.Build.Dense(
            train.Count, train.Features.ColumnCount, (row, column) => scale.Apply(train.Features[row, column], column));
        Vector<double> y = Vector<double>.Build.Dense(train.Count, row => train.Labels.Span[row] - intercept);
        return new TrainedLinear(scale, [.. Solve(x, y, _alpha)], intercept, _seed);
    }

    // With X = Q·R and R = U·S·Vᵀ the solution is V·diag(s/(s²+α))·Uᵀ·Qᵀy. The decomposition of the small square R costs far less
    // than that of X, and neither squares the condition number as normal equations would. A wide X goes the same way transposed.
    private static Vector<double> Solve(Matrix<double> x, Vector<double> y, double alpha)
    {
        if (x.Enumerate(Zeros.AllowSkip).All(value => value == 0))
        {
            return Vector<double>.Build.Dense(x.ColumnCount);
        }

        bool wide = x.RowCount < x.ColumnCount;
        var qr = (wide ? x.Transpose() : x).QR();
        var svd = qr.R.Svd();
        double cutoff = Math.Max(x.RowCount, x.ColumnCount) * Math.Pow(2, -52) * svd.S[0];
        Vector<double> gain = svd.S.Map(s => s <= cutoff && alpha == 0 ? 0 : s / ((s * s) + alpha), Zeros.Include);
        return wide
            ? qr.Q * (svd.U * gain.PointwiseMultiply(svd.VT * y))
            : svd.VT.TransposeThisAndMultiply(gain.PointwiseMultiply(svd.U.TransposeThisAndMultiply(qr.Q.TransposeThisAndMultiply(y))));
    }
}
