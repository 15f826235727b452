using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Plans correlation columns. An explicit pair under an automatic column's name takes that column's place.</summary>
internal sealed class CorrelationFeatures(FeaturePlan plan)
{
    /// <summary>The one window whose correlation also has a regime column.</summary>
    private const int RegimeWindow = 60;

    private readonly HashSet<CorrelationPairSpec> _made = [];

    /// <summary>Adds the columns of a crypto price and a credit series.</summary>
    public void AddCrossAsset(CrossAssetSpec cross, FrameColumn crypto, FrameColumn credit)
    {
        foreach (int window in cross.CorrelationWindows)
        {
            CorrelationMethod method = Take(crypto.Name, credit.Name, window);
            double? threshold = window == RegimeWindow ? cross.CorrelationThreshold : null;
            Add(crypto, credit, window, method, Kind(crypto), Kind(credit), threshold);
        }
    }

    /// <summary>Adds correlations of changes between every two credit columns.</summary>
    public void AddSectorPairs()
    {
        FrameColumn[] credit = [.. plan.Raw.CreditSpreads];
        for (int i = 0; i < credit.Length; i++)
        {
            for (int j = i + 1; j < credit.Length; j++)
            {
                foreach (int window in plan.Spec.SectorCorrelationWindows)
                {
                    CorrelationMethod method = Take(credit[i].Name, credit[j].Name, window);
                    Add(credit[i], credit[j], window, method, ChangeKind.Difference, ChangeKind.Difference, threshold: null);
                }
            }
        }
    }

    /// <summary>Adds the explicit pairs that replaced nothing.</summary>
    public void AddRemainingPairs()
    {
        foreach (CorrelationPairSpec pair in plan.Spec.Pairs)
        {
            if (!_made.Contains(pair))
            {
                (FrameColumn first, FrameColumn second) = (plan.Frame.Find(pair.First)!, plan.Frame.Find(pair.Second)!);
                Add(first, second, pair.Window, pair.Method, Kind(first), Kind(second), threshold: null);
            }
        }
    }

    private CorrelationMethod Take(string first, string second, int window)
    {
        CorrelationPairSpec? explicitPair = plan.Spec.Pairs.FirstOrDefault(
            pair => pair.First == first && pair.Second == second && pair.Window == window);
        if (explicitPair is null)
        {
            return CorrelationMethod.Pearson;
        }

        _made.Add(explicitPair);
        return explicitPair.Method;
    }

    private ChangeKind Kind(FrameColumn column) =>
        plan.Spec.CorrelationInput == CorrelationInput.Levels ? ChangeKind.Level
        : column.Kind == FieldKind.Price ? ChangeKind.Return
        : ChangeKind.Difference;

    private void Add(
        FrameColumn first,
        FrameColumn second,
        int window,
        CorrelationMethod method,
        ChangeKind firstKind,
        ChangeKind secondKind,
        double? threshold)
    {
        bool levels = firstKind == ChangeKind.Level && secondKind == ChangeKind.Level;
        int firstValid = levels ? window - 1 : window;
        FeatureOutput correlation = new($"corr_{first.Name}_{second.Name}_{window}", firstValid);
        FeatureOutput[] outputs = threshold is null
            ? [correlation]
            : [correlation, new($"regime_{first.Name}_{second.Name}_{window}", firstValid)];
        // The kernel wants a threshold even where no regime is written.
        double regimeThreshold = threshold ?? 0.5;
        plan.Add(method switch
        {
            CorrelationMethod.Spearman => Node(new RankCorrelation(window)),
            CorrelationMethod.Kendall => Node(new KendallCorrelation(window)),
            _ => Node(new RollingCorrelation(window)),
        });

        FeatureNode Node<T>(T kernel)
            where T : struct, IPairIndicator => new KernelNode<CorrelationKernel<T>>(
                [first.Name, second.Name], [.. outputs], new(firstKind, secondKind, kernel, regimeThreshold));
    }
}
