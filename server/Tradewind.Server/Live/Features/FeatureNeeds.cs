using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using V1FeatureSet = Tradewind.V1.FeatureSetSpec;

namespace Tradewind.Server.Live.Features;

/// <summary>Refuses a feature set of which a feed cannot bring what a named feature is made of.</summary>
internal static class FeatureNeeds
{
    private const string Reason = "FEATURE_NOT_ON_FEED";

    /// <summary>Checks the features that need more than the bars of one instrument.</summary>
    /// <param name="spec">The feature set.</param>
    /// <param name="asked">As it was asked for; null for the defaults.</param>
    /// <param name="schema">Raw columns of the feed.</param>
    /// <exception cref="InvalidInputException">A feature lacks a column; all are named.</exception>
    public static void Require(FeatureSetSpec spec, V1FeatureSet? asked, Frame schema)
    {
        List<FieldViolation> lacking = [];
        foreach ((CorrelationPairSpec pair, int i) in spec.Pairs.Select((pair, i) => (pair, i)))
        {
            Need($"pairs[{i}]", $"corr_{pair.First}_{pair.Second}_{pair.Window}", pair.First, pair.Second);
        }

        foreach ((BetaSpec beta, int i) in (spec.Statistics?.Betas ?? []).Select((beta, i) => (beta, i)))
        {
            Need($"statistics.betas[{i}]", $"beta_{beta.Column}_{beta.Benchmark}_{beta.Window}", beta.Column, beta.Benchmark);
        }

        foreach ((PairWindowSpec pair, int i) in (spec.Statistics?.Covariances ?? []).Select((pair, i) => (pair, i)))
        {
            Need($"statistics.covariances[{i}]", $"cov_{pair.First}_{pair.Second}_{pair.Window}", pair.First, pair.Second);
        }

        foreach ((PairWindowSpec pair, int i) in (spec.Statistics?.Cointegrations ?? []).Select((pair, i) => (pair, i)))
        {
            Need($"statistics.cointegrations[{i}]", $"eg_statistic_{pair.First}_{pair.Second}_{pair.Window}", pair.First, pair.Second);
        }

        foreach ((string column, int i) in (spec.Momentum.Columns ?? []).Select((column, i) => (column, i)))
        {
            Need($"momentum.columns[{i}]", $"{column}_{spec.Momentum.ShortWindows.FirstOrDefault()}day_rolling_average", column);
        }

        foreach ((TargetChangeSpec change, int i) in spec.TargetChanges.Select((change, i) => (change, i)))
        {
            Need($"backward_changes[{i}]", $"{change.Column}_{change.Horizons[0]}_Day_Change", change.Column);
        }

        foreach ((string column, int i) in (spec.OnChain?.FundingColumns ?? []).Select((column, i) => (column, i)))
        {
            Need($"on_chain.funding_columns[{i}]", $"{column}_shock", column);
        }

        bool crypto = schema.Columns.Any(column => column.AssetClass.IsCrypto() && column.Field == "close");
        int spreads = schema.Columns.Count(column => column.AssetClass.IsCredit() && column.Kind is FieldKind.Spread or FieldKind.Yield);
        if (asked?.CrossAsset is { Disabled: false } && !(crypto && spreads > 0))
        {
            lacking.Add(new FieldViolation(
                "feature_set.cross_asset", $"cross-asset features (corr, divergence, vol_ratio, ftq_indicator) need a {(crypto ? "credit spread or yield" : "crypto close")}. {Carried()}"));
        }

        if (spec.SectorCorrelationWindows.Length > 0 && spreads < 2)
        {
            lacking.Add(new FieldViolation("feature_set.sector_correlations", $"sector correlations (corr) need two credit columns. {Carried()}"));
        }

        if (lacking.Count > 0)
        {
            throw new InvalidInputException(
                Reason, string.Join(" ", lacking.Select(violation => $"{violation.Field}: {violation.Description}")), lacking);
        }

        void Need(string path, string feature, params string[] columns)
        {
            foreach (string column in columns.Where(column => schema.Find(column) is null))
            {
                string? near = NearestName.Find(column, schema.Columns.Select(known => known.Name));
                lacking.Add(new FieldViolation(
                    $"feature_set.{path}",
                    $"{feature} needs the column '{column}', which the feed does not carry{(near is null ? "" : $" (did you mean '{near}'?)")}. {Carried()}"));
            }
        }

        string Carried() => $"It carries {string.Join(", ", schema.Columns.Select(column => column.InstrumentId).Distinct(StringComparer.Ordinal))}: start a feed with every instrument the feature needs, or leave it out.";
    }
}
