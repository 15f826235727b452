using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>features</c>: catalogue, computation, live rows, audit.</summary>
internal static class FeatureCommands
{
    public static Command Build(CommandHost host) => new("features", "Computes features from aligned data.")
    {
        BuildList(host),
        BuildSets(host),
        BuildCompute(host),
        BuildAudit(host),
        FeatureStreamCommand.Build(host),
    };

    private static Command BuildList(CommandHost host) => host.Command("list", "Lists the feature catalogue.", [], async invocation =>
    {
        List<FeatureDescription> features = await invocation.Client.EnumerateFeaturesAsync(null, invocation.CancellationToken)
            .TakeAsync(0, invocation.CancellationToken).ConfigureAwait(false);
        invocation.Terminal.Json(features);
        ResultTable table = new("Feature", "Category", "Columns", "Formula", "Unit", "First row", "Causal");
        foreach (FeatureDescription feature in features)
        {
            table.Row(feature.Id, feature.Category, string.Join('\n', feature.Columns), feature.Formula, feature.Unit, feature.FirstValid, Certified(feature.Certificate));
        }

        table.WriteTo(invocation.Terminal, "The catalogue is empty.");
    });

    private static Command BuildSets(CommandHost host) => host.Command("sets", "Lists the named feature sets.", [], async invocation =>
    {
        List<NamedFeatureSet> sets = await invocation.Client.EnumerateFeatureSetsAsync(null, invocation.CancellationToken)
            .TakeAsync(0, invocation.CancellationToken).ConfigureAwait(false);
        invocation.Terminal.Json(sets);
        ResultTable table = new("Name", "Description", "Hash");
        foreach (NamedFeatureSet set in sets)
        {
            table.Row(set.Name, set.Description, set.FeatureSetHash[..Math.Min(12, set.FeatureSetHash.Length)]);
        }

        table.WriteTo(invocation.Terminal, "The server has no named feature sets.");
    });

    private static Command BuildCompute(CommandHost host)
    {
        PortfolioOptions portfolio = new();
        FeatureSetOptions features = new();
        Option<FileInfo?> csv = ListOptions.Csv();
        Option<bool> complete = new("--complete-rows") { Description = "Only rows in which every column has a value." };
        Option<double?> missing = new("--max-missing")
        {
            Description = "Leave out features missing on a larger share of the rows, 0 to 1.",
            HelpName = "SHARE",
        };
        Option<double?> correlation = new("--max-correlation")
        {
            Description = "Leave out features that correlate more than this with another one (usual: 0.95).",
            HelpName = "R",
        };
        Option<int> threads = new("--threads") { Description = "Most threads to compute with; 0 (default): the server decides.", HelpName = "N" };
        Symbol[] symbols = [.. portfolio.Symbols, .. features.Symbols, missing, correlation, complete, threads, csv];
        return host.Command("compute", "Computes the default feature set, more, or a named one.", symbols, async invocation =>
        {
            FileInfo? file = invocation.Get(csv);
            ComputeFeaturesRequest request = new()
            {
                Portfolio = portfolio.Read(invocation),
                FeatureSet = features.Read(invocation),
                FeatureSetName = features.ReadName(invocation),
                ReportOnly = file is null,
                CompleteRowsOnly = invocation.Get(complete),
                MaxThreads = invocation.Get(threads),
            };
            if (invocation.Get(missing) is { } share)
            {
                request.MaxMissingShare = share;
            }

            if (invocation.Get(correlation) is { } largest)
            {
                request.MaxCorrelation = largest;
            }

            (FeatureReport report, ColumnTable table) = await invocation.Terminal.TrackAsync(
                "Computing features", _ => invocation.Client.ComputeFeaturesAsync(request, invocation.CancellationToken)).ConfigureAwait(false);
            if (file is not null)
            {
                await CsvFile.WriteAsync(file, table, invocation.CancellationToken).ConfigureAwait(false);
            }

            invocation.Terminal.Json(report);
            await SimulationNotice.WriteAsync(invocation, request.Portfolio.Members.Select(member => member.InstrumentId)).ConfigureAwait(false);
            Write(invocation.Terminal, report);
        });
    }

    private static string Certified(CausalityCertificate? certificate) => certificate is null ? ""
        : certificate.Causal ? $"{Wording.Count(certificate.ComparedCount)} values, {certificate.CutCount} cuts"
        : certificate.LeakCount > 0 ? $"NO: {Wording.Count(certificate.LeakCount)} leaks"
        : "not audited";

    private static void Write(Terminal terminal, FeatureReport report)
    {
        terminal.Line(
            $"{report.FeatureColumnCount} features from {report.RawColumnCount} raw columns, {Wording.Count(report.RowCount)} rows, " +
            $"{Wording.Count(report.CompleteRowCount)} complete, {Wording.Time(report.FirstCompleteTime)} to {Wording.Time(report.LastCompleteTime)}");
        ResultTable table = new("Column", "Category", ">Count", ">Missing", ">Mean", ">Std", ">Min", ">Median", ">Max");
        foreach (FeatureSummary summary in report.Summaries)
        {
            table.Row(
                summary.Column,
                summary.Category,
                Wording.Count(summary.Count),
                Wording.Count(summary.NullCount),
                Wording.Value(summary.HasMean ? summary.Mean : null),
                Wording.Value(summary.HasStandardDeviation ? summary.StandardDeviation : null),
                Wording.Value(summary.HasMin ? summary.Min : null),
                Wording.Value(summary.HasMedian ? summary.Median : null),
                Wording.Value(summary.HasMax ? summary.Max : null));
        }

        table.WriteTo(terminal, "No features.");
        if (report.DroppedColumns.Count > 0)
        {
            terminal.Line($"Left out, no value at all: {string.Join(", ", report.DroppedColumns)}");
        }

        foreach (LeftOutFeature feature in report.LeftOut)
        {
            terminal.Line(feature.HasCorrelation
                ? $"Left out: {feature.Column}, correlation {feature.Correlation:0.000} with {feature.BecauseOf}"
                : $"Left out: {feature.Column}, missing on {feature.MissingShare:P0} of the rows or constant");
        }

        WarningView.Write(terminal, report.Warnings);
    }

    private static Command BuildAudit(CommandHost host)
    {
        PortfolioOptions portfolio = new();
        FeatureSetOptions features = new();
        Option<int?> cuts = new("--cuts") { Description = "Cut points to try, 1 to 200 (default 12).", HelpName = "N" };
        Option<long> seed = SimulateCommand.Seed();
        return host.Command("audit", "Proves that no feature looks ahead.", [.. portfolio.Symbols, .. features.Symbols, cuts, seed], async invocation =>
        {
            AuditFeatureSetRequest request = new()
            {
                Portfolio = portfolio.Read(invocation), FeatureSet = features.Read(invocation), FeatureSetName = features.ReadName(invocation), Seed = invocation.Get(seed),
            };
            if (invocation.Get(cuts) is { } count)
            {
                request.CutCount = count;
            }

            AuditFeatureSetResponse response = await invocation.Terminal.TrackAsync(
                "Auditing", _ => invocation.CallAsync(invocation.Client.Features.AuditFeatureSetAsync, request)).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            await SimulationNotice.WriteAsync(invocation, request.Portfolio.Members.Select(member => member.InstrumentId)).ConfigureAwait(false);
            invocation.Terminal.Line(response.Causal
                ? $"No look-ahead: {Wording.Count(response.ComparedCount)} values compared, none differs."
                : $"LOOK-AHEAD: {Wording.Count(response.LeakCount)} of {Wording.Count(response.ComparedCount)} values changed with their future.");
            ResultTable table = new("Column", "Row", "Unchanged up to", ">Full", ">Cut");
            foreach (FeatureLeak leak in response.Leaks.Take(20))
            {
                table.Row(
                    leak.Column,
                    Wording.Time(leak.Time),
                    Wording.Time(leak.CutTime),
                    Wording.Value(leak.HasFullValue ? leak.FullValue : null),
                    Wording.Value(leak.HasCutValue ? leak.CutValue : null));
            }

            table.WriteTo(invocation.Terminal, "No leaks.");
        });
    }
}
