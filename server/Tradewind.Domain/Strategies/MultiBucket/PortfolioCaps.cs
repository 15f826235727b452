using System.Runtime.InteropServices;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>
/// The caps on all sleeves together, in their order (multi-bucket specification, section 8): single asset, cluster, mean-reversion
/// shorts, bucket, least trade, beta neutrality, cash. Each only ever shrinks a sleeve; the hedge is made here.
/// </summary>
internal sealed class PortfolioCaps(MultiBucketSettings settings, int assets, Func<int, int, double> correlation)
{
    private const double Rounding = 1e-12;
    private readonly double[] _net = new double[assets];
    private readonly int[] _component = new int[assets];

    /// <summary>Applies all caps and returns the weight of the hedge in the market asset.</summary>
    /// <param name="sleeves">Sleeves that stay or are new.</param>
    /// <param name="leverage">Leverage in effect.</param>
    /// <param name="equity">Equity, for the least trade in money.</param>
    /// <param name="betas">Beta of each asset, 1 where unknown.</param>
    /// <param name="hedge">Weight of the hedge now, 0 for none.</param>
    public double Apply(List<SleeveWeight> sleeves, double leverage, double equity, ReadOnlySpan<double> betas, double hedge)
    {
        Span<SleeveWeight> all = CollectionsMarshal.AsSpan(sleeves);
        CapAssets(all);
        CapClusters(all);
        double reversionCap = settings.TargetOf(Bucket.MeanReversion) * leverage;
        CapWhere(all, settings.ReversionShortShare * reversionCap, static sleeve => sleeve.Bucket == Bucket.MeanReversion && sleeve.Weight < 0);
        CapWhere(all, settings.TargetOf(Bucket.Momentum) * leverage, static sleeve => sleeve.Bucket == Bucket.Momentum);
        CapWhere(all, settings.TargetOf(Bucket.Residual) * leverage, static sleeve => sleeve.Bucket == Bucket.Residual);
        CapWhere(all, settings.TargetOf(Bucket.Pair) * leverage, static sleeve => sleeve.Bucket == Bucket.Pair);
        CapWhere(all, reversionCap, static sleeve => sleeve.Bucket == Bucket.MeanReversion);
        double least = Math.Max(settings.LeastTrade / equity, settings.RebalanceBand);
        DropSmall(all, least);
        double target = Neutralize(all, betas);
        bool tooSmall = hedge != 0 && target != 0 && Math.Abs(target - hedge) < least;
        target = tooSmall ? hedge : target;
        return target * KeepCash(all, target);
    }

    private void CapAssets(Span<SleeveWeight> all)
    {
        for (int asset = 0; asset < assets; asset++)
        {
            double gross = 0;
            foreach (ref readonly SleeveWeight sleeve in all)
            {
                gross += Math.Abs(sleeve.In(asset));
            }

            if (gross > settings.MaxAsset + Rounding)
            {
                foreach (ref SleeveWeight sleeve in all)
                {
                    sleeve.Factor *= sleeve.In(asset) != 0 ? settings.MaxAsset / gross : 1;
                }
            }
        }
    }

    private void CapClusters(Span<SleeveWeight> all)
    {
        Array.Clear(_net);
        foreach (ref readonly SleeveWeight sleeve in all)
        {
            _net[sleeve.First] += sleeve.Weight;
            if (sleeve.Second >= 0)
            {
                _net[sleeve.Second] += sleeve.SecondWeight;
            }
        }

        FindComponents();
        double limit = settings.ClusterMultiplier * settings.MaxAsset;
        for (int component = 0; component < assets; component++)
        {
            (double sum, int members) = (0, 0);
            for (int asset = 0; asset < assets; asset++)
            {
                bool inside = _net[asset] != 0 && _component[asset] == component;
                (sum, members) = inside ? (sum + Math.Abs(_net[asset]), members + 1) : (sum, members);
            }

            if (members >= 2 && sum > limit + Rounding)
            {
                foreach (ref SleeveWeight sleeve in all)
                {
                    bool touches = (_component[sleeve.First] == component && sleeve.Weight != 0 && _net[sleeve.First] != 0)
                        || (sleeve.Second >= 0 && _component[sleeve.Second] == component && _net[sleeve.Second] != 0);
                    sleeve.Factor *= touches ? limit / sum : 1;
                }
            }
        }
    }

    private void FindComponents()
    {
        for (int asset = 0; asset < assets; asset++)
        {
            _component[asset] = asset;
        }

        for (int a = 0; a < assets; a++)
        {
            for (int b = a + 1; b < assets; b++)
            {
                bool joined = _net[a] != 0 && _net[b] != 0 && Math.Sign(_net[a]) == Math.Sign(_net[b])
                    && _component[a] != _component[b] && correlation(a, b) > settings.ClusterCorrelation;
                if (joined)
                {
                    (int from, int to) = (_component[b], _component[a]);
                    for (int asset = 0; asset < assets; asset++)
                    {
                        _component[asset] = _component[asset] == from ? to : _component[asset];
                    }
                }
            }
        }
    }

    private static void CapWhere(Span<SleeveWeight> all, double cap, Func<SleeveWeight, bool> belongs)
    {
        double gross = 0;
        foreach (ref readonly SleeveWeight sleeve in all)
        {
            gross += belongs(sleeve) ? sleeve.Gross : 0;
        }

        if (gross > cap + Rounding)
        {
            foreach (ref SleeveWeight sleeve in all)
            {
                sleeve.Factor *= belongs(sleeve) ? cap / gross : 1;
            }
        }
    }

    private static void DropSmall(Span<SleeveWeight> all, double least)
    {
        foreach (ref SleeveWeight sleeve in all)
        {
            double gross = sleeve.Gross;
            if (sleeve.IsNew)
            {
                sleeve.Factor = gross < least ? 0 : sleeve.Factor;
            }
            else if (sleeve.Factor > 0 && gross / sleeve.Factor - gross < least)
            {
                sleeve.Factor = 1;
            }
        }
    }

    private double Neutralize(Span<SleeveWeight> all, ReadOnlySpan<double> betas)
    {
        (double longer, double shorter) = (0, 0);
        foreach (ref readonly SleeveWeight sleeve in all)
        {
            double exposure = Exposure(sleeve, betas);
            (longer, shorter) = (longer + Math.Max(0, exposure), shorter + Math.Min(0, exposure));
        }

        double beta = longer + shorter;
        if (Math.Abs(beta) < settings.BetaTolerance)
        {
            return 0;
        }

        if (settings.AllowHedge)
        {
            return -beta;
        }

        double lighter = beta > 0 ? -shorter : longer;
        double heavier = beta > 0 ? longer : -shorter;
        double scale = lighter > 0 ? lighter / heavier : settings.BetaTolerance / Math.Abs(beta);
        foreach (ref SleeveWeight sleeve in all)
        {
            sleeve.Factor *= Math.Sign(Exposure(sleeve, betas)) == Math.Sign(beta) ? scale : 1;
        }

        return 0;
    }

    private double Exposure(in SleeveWeight sleeve, ReadOnlySpan<double> betas) => !settings.NeutralizeAll && sleeve.Bucket != Bucket.Residual
        ? 0
        : sleeve.Weight * betas[sleeve.First] + (sleeve.Second >= 0 ? sleeve.SecondWeight * betas[sleeve.Second] : 0);

    private double KeepCash(Span<SleeveWeight> all, double hedge)
    {
        double gross = Math.Abs(hedge);
        foreach (ref readonly SleeveWeight sleeve in all)
        {
            gross += sleeve.Gross;
        }

        double scale = gross > 1 - settings.Cash + Rounding ? (1 - settings.Cash) / gross : 1;
        foreach (ref SleeveWeight sleeve in all)
        {
            sleeve.Factor *= scale;
        }

        return scale;
    }
}
