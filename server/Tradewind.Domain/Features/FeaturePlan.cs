using System.Collections.Immutable;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// The nodes a feature set needs on a frame, in the order of their columns. Made of names and metadata alone, never of values, so that a
/// longer or shorter history of the same columns has the same plan.
/// </summary>
internal sealed class FeaturePlan
{
    private readonly ImmutableArray<FeatureNode>.Builder _nodes = ImmutableArray.CreateBuilder<FeatureNode>();
    private readonly ImmutableArray<string>.Builder _warnings = ImmutableArray.CreateBuilder<string>();
    private readonly HashSet<string> _names;
    private readonly ImmutableArray<string>.Builder _categories = ImmutableArray.CreateBuilder<string>();
    private readonly SortedSet<string> _ratioSpreads = new(StringComparer.Ordinal);

    private FeaturePlan(Frame frame, FeatureSetSpec spec)
    {
        (Frame, Spec, Raw) = (frame, spec, RawColumns.Of(frame));
        _names = new HashSet<string>(frame.Columns.Select(column => column.Name), StringComparer.Ordinal);
    }

    public Frame Frame { get; }

    public FeatureSetSpec Spec { get; }

    public RawColumns Raw { get; }

    public IReadOnlyList<FeatureNode> Nodes => _nodes;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Category of every column, in their order.</summary>
    public IReadOnlyList<string> Categories => _categories;

    /// <summary>Rows without which no row is complete by the specification of a family; 0 where none says so.</summary>
    public int LeastRows => Spec.MachineLearning is not null && _categories.Contains(FeatureCategory.MovingAverages) ? MachineLearningSpec.LeastRows : 0;

    private string Family { get; set; } = "";

    /// <summary>Spread columns whose relative changes are ratios, undefined at or below <see cref="Return.LeastSpread"/>.</summary>
    public IReadOnlyCollection<string> RatioSpreads => _ratioSpreads;

    /// <summary>Rows per year in annualised volatility.</summary>
    public double RowsPerYear => Spec.Annualization ?? Frame.RowsPerYear;

    /// <summary>Plans a feature set for the columns of a frame.</summary>
    /// <exception cref="Errors.InvalidInputException">A parameter is wrong or a named column is missing.</exception>
    public static FeaturePlan Build(Frame frame, FeatureSetSpec spec)
    {
        FeatureSetValidation.Require([.. FeatureSetValidation.Check(spec), .. FeatureSetValidation.CheckColumns(spec, frame)]);
        FeaturePlan plan = new(frame, spec);
        plan.Family = "technical";
        TechnicalFeatures.AddTo(plan);
        plan.Family = "momentum";
        MomentumFeatures.AddTo(plan);
        plan.Family = "cross_asset";
        CorrelationFeatures correlations = new(plan);
        CrossAssetFeatures.AddTo(plan, correlations);
        plan.Family = "correlation";
        correlations.AddSectorPairs();
        correlations.AddRemainingPairs();
        plan.Family = "statistics";
        StatisticsFeatures.AddTo(plan);
        plan.Family = "windows";
        WindowFeatures.AddTo(plan);
        plan.Family = "curve";
        CurveFeatures.AddTo(plan);
        plan.Family = "on_chain";
        OnChainFeatures.AddTo(plan);
        plan.Family = "calendar";
        CalendarFeatures.AddTo(plan);
        plan.Family = "machine_learning";
        MachineLearningFeatures.AddTo(plan);
        return plan;
    }

    /// <summary>Adds a node; one whose column exists already is left out with a warning.</summary>
    public void Add(FeatureNode node)
    {
        string? taken = node.Outputs.Select(output => output.Name).FirstOrDefault(_names.Contains);
        if (taken is not null)
        {
            Warn($"{taken} exists already and was not made again.");
            return;
        }

        _names.UnionWith(node.Outputs.Select(output => output.Name));
        _categories.AddRange(node.Outputs.Select(output => output.Category.Length > 0 ? output.Category : Family));
        _nodes.Add(node);
    }

    public void Warn(string warning) => _warnings.Add(warning);

    /// <summary>Basis of the relative change of a spread; remembers the column where it is a ratio.</summary>
    public ReturnBasis SpreadBasis(CrossAssetSpec cross, string column)
    {
        ReturnBasis basis = cross.BasisOf(column);
        if (basis == ReturnBasis.Spread)
        {
            _ratioSpreads.Add(column);
        }

        return basis;
    }
}
