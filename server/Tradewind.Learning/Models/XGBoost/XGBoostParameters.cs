using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>Parameters of boosted trees under the names XGBoost users know.</summary>
public sealed record XGBoostParameters
{
    private const int LargestExactProblem = 5000;
    private const int BinsOfLargeProblem = 256;

    private XGBoostParameters()
    {
    }

    /// <summary>Every parameter with default and range.</summary>
    public static ImmutableArray<ModelParameter> Declared { get; } =
    [
        new("n_estimators", 1000, 1, 100_000, "Number of trees."),
        new("max_depth", 6, 1, 20, "Split levels of a tree."),
        new("learning_rate", 0.3, 0, 1, "Shrinkage of each tree.", OpenMinimum: true),
        new("subsample", 1, 0, 1, "Share of rows drawn for each tree, without replacement.", OpenMinimum: true),
        new("colsample", 1, 0, 1, "Share of columns drawn for each tree.", OpenMinimum: true),
        new("min_child_weight", 1, 0, 1e9, "Least number of training rows in a leaf."),
        new("reg_lambda", 1, 0, 1e9, "L2 penalty on leaf weights."),
        new("reg_alpha", 0, 0, 1e9, "L1 penalty on leaf weights."),
        new("gamma", 0, 0, 1e9, "Gain a split must exceed."),
        new("max_bin", 0, 0, 65_535, "0 tries every midpoint; 2 or more sorts each feature into so many bins first. 256 for problems of more than 5000 rows."),
    ];

    /// <summary>Trees; 1 to 100000, default 1000.</summary>
    public int Estimators { get; private init; }

    /// <summary>Split levels of a tree; 1 to 20, default 6.</summary>
    public int MaxDepth { get; private init; }

    /// <summary>Shrinkage η of each tree; above 0, at most 1, default 0.3.</summary>
    public double LearningRate { get; private init; }

    /// <summary>Share of rows drawn for each tree without replacement; above 0, at most 1, default 1.</summary>
    public double Subsample { get; private init; }

    /// <summary>Share of columns drawn for each tree; above 0, at most 1, default 1.</summary>
    public double ColumnSample { get; private init; }

    /// <summary>Least number of training rows (sum of hessians) in a leaf; default 1.</summary>
    public double MinChildWeight { get; private init; }

    /// <summary>L2 penalty λ on leaf weights; default 1.</summary>
    public double RegLambda { get; private init; }

    /// <summary>L1 penalty α on leaf weights; default 0.</summary>
    public double RegAlpha { get; private init; }

    /// <summary>Gain γ a split must exceed; default 0.</summary>
    public double Gamma { get; private init; }

    /// <summary>
    /// 0 tries every midpoint between adjacent values; 2 to 65535 sorts each feature into so many quantile bins first. Default 0 up to
    /// 5000 rows and 256 beyond, where trying every midpoint takes several times as long.
    /// </summary>
    public int MaxBin { get; private init; }

    /// <summary>Small slow trees, for walk-forward runs on some hundred daily rows: 200 trees, depth 4, learning rate 0.05.</summary>
    public static ImmutableSortedDictionary<string, double> BacktestProfile { get; } =
        ImmutableSortedDictionary<string, double>.Empty.Add("n_estimators", 200).Add("max_depth", 4).Add("learning_rate", 0.05);

    /// <summary>Defaults, with the given ones put in their place.</summary>
    /// <param name="given">Parameters by name.</param>
    /// <param name="rows">
    /// Rows of the whole problem, which choose the default of <see cref="MaxBin"/>; not those of one fold, or folds would differ in kind.
    /// </param>
    /// <exception cref="InvalidInputException">A name is unknown or a value out of range: field <c>parameters.{name}</c>.</exception>
    public static XGBoostParameters From(IReadOnlyDictionary<string, double> given, int rows = 0)
    {
        ParameterReader reader = new("XGBoost", Declared, given);
        XGBoostParameters parameters = new()
        {
            Estimators = reader.Whole("n_estimators"),
            MaxDepth = reader.Whole("max_depth"),
            LearningRate = reader.Real("learning_rate"),
            Subsample = reader.Real("subsample"),
            ColumnSample = reader.Real("colsample"),
            MinChildWeight = reader.Real("min_child_weight"),
            RegLambda = reader.Real("reg_lambda"),
            RegAlpha = reader.Real("reg_alpha"),
            Gamma = reader.Real("gamma"),
            MaxBin = reader.Whole("max_bin", rows > LargestExactProblem ? BinsOfLargeProblem : 0),
        };
        reader.Finish();
        return parameters.MaxBin != 1
            ? parameters
            : throw new InvalidInputException("MODEL_PARAMETERS_INVALID", "parameters.max_bin", "must be 0 (every midpoint) or at least 2, was 1");
    }

    /// <summary>Name and value of every parameter.</summary>
    public ImmutableSortedDictionary<string, double> ToDictionary() => new KeyValuePair<string, double>[]
    {
        new("n_estimators", Estimators), new("max_depth", MaxDepth), new("learning_rate", LearningRate), new("subsample", Subsample),
        new("colsample", ColumnSample), new("min_child_weight", MinChildWeight), new("reg_lambda", RegLambda), new("reg_alpha", RegAlpha),
        new("gamma", Gamma), new("max_bin", MaxBin),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
