using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Server.Data;
using Tradewind.Server.FeatureSets;
using Tradewind.Server.Live.Features;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Feature catalogue, reports and audits as messages.</summary>
internal static class FeatureMessages
{
    /// <summary>An entry of the catalogue.</summary>
    public static FeatureDescription From(FeatureDefinition definition, Domain.Features.CausalityCertificate certificate) => new()
    {
        Id = definition.Id,
        Group = definition.Group,
        Columns = { definition.NamePatterns },
        Formula = definition.Formula,
        Unit = definition.Unit,
        FirstValid = definition.WarmUp,
        Needs = { definition.Needs },
        Parameters = { definition.Parameters.Select(parameter => $"{parameter.Path} = {parameter.Default}: {parameter.Description}") },
        Reference = definition.Reference,
        Category = definition.Category,
        Certificate = new V1.CausalityCertificate
        {
            Causal = certificate.IsCausal,
            ColumnCount = certificate.ColumnCount,
            RowCount = certificate.RowCount,
            CutCount = certificate.CutCount,
            Perturbations = { "truncation", "future_noise" },
            ComparedCount = certificate.ComparedValues,
            LeakCount = certificate.ViolationCount,
            EngineVersion = certificate.EngineVersion,
            Seed = certificate.Seed,
        },
    };

    /// <summary>A named set.</summary>
    public static NamedFeatureSet From(NamedSet set) => new()
    {
        Name = set.Name, Description = set.Description, Features = set.Features, FeatureSetHash = set.Hash,
    };

    /// <summary>What the rows of a live stream hold.</summary>
    public static FeatureStreamSchema Schema(FeatureStream features, LiveFeatureSet set, long? warmUpTime) => new()
    {
        Features = { features.Features },
        Categories = { features.Categories },
        FirstValidRows = { features.FirstValidRows },
        Columns = { features.Columns },
        InstrumentIds = { set.Instruments.Select(ordinal => set.Feed.Universe.Instruments[ordinal].Id) },
        Timeframe = set.Timeframe.ToString(),
        FeatureSetHash = features.FeatureSetHash,
        WarmUpAsOfTime = ProtoTime.ToTimestamp(warmUpTime),
        Warnings = { features.Warnings },
    };

    /// <summary>What a computation gave.</summary>
    public static FeatureReport Report(
        FeatureResult result, ImmutableArray<Domain.Features.LeftOutFeature> leftOut, LoadedPortfolio portfolio)
    {
        FeatureReport report = new()
        {
            RawColumnCount = result.RawColumnCount,
            FeatureColumnCount = result.Engineered.Length,
            RowCount = result.Frame.RowCount,
            Lineage = LineageMessages.Create(
                portfolio.Revisions, result.FeatureSetHash, portfolio.Frame.ComputeHash(), seed: 0, CatalogueCertification.EngineVersion),
        };
        (report.CompleteRowCount, long? first, long? last) = CompleteRows(result);
        (report.FirstCompleteTime, report.LastCompleteTime) = (ProtoTime.ToTimestamp(first), ProtoTime.ToTimestamp(last));
        report.DroppedColumns.AddRange(result.EmptyColumns);
        report.Warnings.AddRange(AlignmentMessages.Warnings(portfolio.Result.Report.Warnings).Concat(result.Warnings));
        report.Summaries.AddRange(result.Summarize().Skip(result.RawColumnCount).Zip(result.Categories, From));
        report.LeftOut.AddRange(leftOut.Select(From));
        return report;
    }

    /// <summary>What an audit found.</summary>
    public static AuditFeatureSetResponse From(CausalityReport report, string featureSetHash)
    {
        AuditFeatureSetResponse message = new()
        {
            Causal = report.IsCausal, ComparedCount = report.ComparedValues, LeakCount = report.ViolationCount, FeatureSetHash = featureSetHash,
        };
        foreach (CausalityViolation violation in report.Violations)
        {
            FeatureLeak leak = new() { Column = violation.Feature, Time = ProtoTime.ToTimestamp(violation.Time), CutTime = ProtoTime.ToTimestamp(violation.CutTime) };
            if (!double.IsNaN(violation.Old))
            {
                leak.FullValue = violation.Old;
            }

            if (!double.IsNaN(violation.New))
            {
                leak.CutValue = violation.New;
            }

            message.Leaks.Add(leak);
        }

        return message;
    }

    private static (long Count, long? First, long? Last) CompleteRows(FeatureResult result)
    {
        FrameColumn[] columns = [.. result.Frame.Columns.Where(column => !result.EmptyColumns.Contains(column.Name))];
        (long count, long? first, long? last) = (0, null, null);
        for (int row = 0; row < result.Frame.RowCount; row++)
        {
            if (Array.TrueForAll(columns, column => !double.IsNaN(column.Values.Span[row])))
            {
                count++;
                last = result.Frame.Times.Span[row];
                first ??= last;
            }
        }

        return (count, first, last);
    }

    private static V1.LeftOutFeature From(Domain.Features.LeftOutFeature feature)
    {
        V1.LeftOutFeature message = new() { Column = feature.Name, MissingShare = feature.MissingShare, BecauseOf = feature.BecauseOf ?? "" };
        if (feature.Correlation is { } correlation)
        {
            message.Correlation = correlation;
        }

        return message;
    }

    private static FeatureSummary From(ColumnSummary summary, string category)
    {
        FeatureSummary message = new() { Column = summary.Name, Count = summary.Count, NullCount = summary.NullCount, Category = category };
        if (summary is { Mean: { } mean, Minimum: { } minimum, LowerQuartile: { } lower, Median: { } median, UpperQuartile: { } upper, Maximum: { } maximum })
        {
            (message.Mean, message.Min, message.Quartile25, message.Median, message.Quartile75, message.Max) = (mean, minimum, lower, median, upper, maximum);
        }

        if (summary.StandardDeviation is { } deviation)
        {
            message.StandardDeviation = deviation;
        }

        return message;
    }
}
