using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>
/// Gradient boosted trees on squared error, fitted by the native XGBoost library. One thread and one order of additions, so that the
/// same rows and seed give the same trees bit for bit; parallel work runs several fits side by side instead.
/// </summary>
public sealed class XGBoostModel : IModel
{
    private readonly XGBoostParameters _parameters;
    private readonly int _seed;

    internal XGBoostModel(XGBoostParameters parameters, int seed) => (_parameters, _seed) = (parameters, seed);

    /// <inheritdoc />
    public string Key => "XGBoost";

    /// <inheritdoc />
    /// <exception cref="PreconditionException">The native library is not installed.</exception>
    public string Library => XGBoostLibrary.Version;

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, double> Parameters => _parameters.ToDictionary();

    /// <inheritdoc />
    /// <exception cref="PreconditionException">The native library is not installed.</exception>
    public ITrainedModel Fit(Samples train, CancellationToken cancellation = default)
    {
        _ = XGBoostLibrary.Version;
        using MatrixHandle matrix = NativeMatrix.Of(train);
        BoosterHandle booster = Create(matrix);
        try
        {
            foreach ((string name, string value) in NativeParameters(train))
            {
                NativeXGBoost.Check(NativeXGBoost.XGBoosterSetParam(booster, name, value));
            }

            for (int tree = 0; tree < _parameters.Estimators; tree++)
            {
                cancellation.ThrowIfCancellationRequested();
                NativeXGBoost.Check(NativeXGBoost.XGBoosterUpdateOneIter(booster, tree, matrix));
            }

            return new TrainedXGBoost(booster, train.Features.ColumnCount);
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    // The training matrix tells a new booster its number of features and lets it keep the predictions it updates tree by tree.
    private static BoosterHandle Create(MatrixHandle matrix)
    {
        bool held = false;
        try
        {
            matrix.DangerousAddRef(ref held);
            NativeXGBoost.Check(NativeXGBoost.XGBoosterCreate([matrix.DangerousGetHandle()], 1, out BoosterHandle booster));
            return booster;
        }
        finally
        {
            if (held)
            {
                matrix.DangerousRelease();
            }
        }
    }

    private IEnumerable<(string Name, string Value)> NativeParameters(Samples train)
    {
        double mean = 0;
        for (int i = 0; i < train.Count; i++)
        {
            mean += (train.Labels.Span[i] - mean) / (i + 1);
        }

        yield return ("verbosity", "0");
        yield return ("nthread", "1");
        yield return ("seed", Text(_seed));
        yield return ("objective", "reg:squarederror");
        yield return ("base_score", ((float)mean).ToString("R", CultureInfo.InvariantCulture));
        yield return ("max_depth", Text(_parameters.MaxDepth));
        yield return ("eta", Text(_parameters.LearningRate));
        yield return ("subsample", Text(_parameters.Subsample));
        yield return ("colsample_bytree", Text(_parameters.ColumnSample));
        yield return ("min_child_weight", Text(_parameters.MinChildWeight));
        yield return ("lambda", Text(_parameters.RegLambda));
        yield return ("alpha", Text(_parameters.RegAlpha));
        yield return ("gamma", Text(_parameters.Gamma));
        yield return ("tree_method", _parameters.MaxBin == 0 ? "exact" : "hist");
        if (_parameters.MaxBin > 0)
        {
            yield return ("max_bin", Text(_parameters.MaxBin));
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
