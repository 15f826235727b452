using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Connectors;

namespace Tradewind.Sources.Hybrid;

/// <summary>
/// Loads from Bloomberg's API and from a workbook: the preferred side first, the other for what it lacks, and where every value came from.
/// Only failures of a source lead to the other side; a defect of the product is never hidden by it.
/// </summary>
public sealed class HybridSource : IDataSource<HybridRequest>
{
    /// <summary>Name of this source in instruments.</summary>
    public const string SourceName = "bloomberg_hybrid";

    /// <inheritdoc />
    public string Name => SourceName;

    /// <inheritdoc />
    /// <exception cref="HybridException">Neither side delivered anything.</exception>
    public async Task<LoadedData> LoadAsync(HybridRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validate(request);
        Sides sides = new(request, progress);
        if (request.PreferApi)
        {
            await sides.AskApiAsync(request.Securities, request.Fields, request.Start, request.End, cancellationToken).ConfigureAwait(false);
            await sides.AskExcelAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await sides.AskExcelAsync(cancellationToken).ConfigureAwait(false);
            foreach (Gap gap in Gaps(request, sides.Excel))
            {
                await sides.AskApiAsync(gap.Securities, gap.Fields, gap.Start, gap.End, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!sides.Api.HasAny(request.Securities, request.Fields) && !sides.Excel.HasAny(request.Securities, request.Fields))
        {
            throw new HybridException(sides.ApiFailure ?? Nothing("The API"), sides.ExcelFailure ?? Nothing("The workbook"));
        }

        return HybridMerge.Merge(request, sides.Api, sides.Excel, sides.Findings());
    }

    private static InvalidInputException Nothing(string side) => new("NO_DATA", "securities", $"{side} has no data for what was asked.");

    // What the workbook lacks, as few requests as there are different sets of fields and ranges. Ranges meet the rows the workbook has, so
    // that the two sides can be compared there.
    private static IEnumerable<Gap> Gaps(HybridRequest request, SideColumns excel)
    {
        List<(string Security, ImmutableArray<string> Fields, long Start, long End)> lacks = [];
        foreach (string security in request.Securities)
        {
            Dictionary<long, double>[] columns = [.. request.Fields.Select(field => excel.Values(security, field))];
            long[] rows = [.. columns.SelectMany(column => column.Keys).Distinct().Order()];
            List<string> fields = [];
            (long start, long end) = (long.MaxValue, long.MinValue);
            for (int i = 0; i < columns.Length; i++)
            {
                if (Lacking(request, rows, columns[i]) is { } range)
                {
                    fields.Add(request.Fields[i]);
                    (start, end) = (Math.Min(start, range.Start), Math.Max(end, range.End));
                }
            }

            if (fields.Count > 0)
            {
                lacks.Add((security, [.. fields], start, end));
            }
        }

        return lacks.GroupBy(lack => (string.Join('|', lack.Fields), lack.Start, lack.End))
            .Select(group => new Gap([.. group.Select(lack => lack.Security)], group.First().Fields, group.Key.Start, group.Key.End));
    }

    private static (long Start, long End)? Lacking(HybridRequest request, long[] rows, Dictionary<long, double> column)
    {
        if (column.Count == 0)
        {
            return (request.Start, request.End);
        }

        (long start, long end) = (long.MaxValue, long.MinValue);
        (long first, long last) = (column.Keys.Min(), column.Keys.Max());
        if (HasWeekday(request.Start, first))
        {
            (start, end) = (request.Start, first + 1);
        }

        if (HasWeekday(request.Timeframe.End(last), request.End))
        {
            (start, end) = (Math.Min(start, last), request.End);
        }

        foreach (long row in rows.Where(row => !column.ContainsKey(row)))
        {
            (start, end) = (Math.Min(start, row), Math.Max(end, row + 1));
        }

        return start < end ? (start, end) : null;
    }

    private static bool HasWeekday(long from, long to)
    {
        for (long day = UnixTime.StartOfDay(from); day < to && day < from + 7 * UnixTime.Day; day += UnixTime.Day)
        {
            if (day >= from && UnixTime.IsWeekday(day))
            {
                return true;
            }
        }

        return false;
    }

    private static void Validate(HybridRequest request)
    {
        List<FieldViolation> violations = [];
        foreach ((ImmutableArray<string> names, string field) in new[] { (request.Securities, "securities"), (request.Fields, "fields") })
        {
            if (names.IsDefaultOrEmpty || names.Length > 1000 || names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Length)
            {
                violations.Add(new FieldViolation(field, "must be 1 to 1000 names, each once."));
            }
        }

        if (request.End <= request.Start)
        {
            violations.Add(new FieldViolation("interval", "must end after its start."));
        }

        if (!(request.Tolerance >= 0))
        {
            violations.Add(new FieldViolation("tolerance", "must not be negative."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("HYBRID_INVALID", violations);
        }
    }

    private sealed record Gap(ImmutableArray<string> Securities, ImmutableArray<string> Fields, long Start, long End);

    /// <summary>What each side has delivered so far, and why it did not.</summary>
    private sealed class Sides(HybridRequest request, IProgress<LoadProgress>? progress)
    {
        private readonly List<QualityFinding> _findings = [];

        public SideColumns Api { get; } = new();

        public SideColumns Excel { get; } = new();

        public Exception? ApiFailure { get; private set; }

        public Exception? ExcelFailure { get; private set; }

        public async Task AskApiAsync(ImmutableArray<string> securities, ImmutableArray<string> fields, long start, long end, CancellationToken cancellation)
        {
            try
            {
                HistoryResult result = await request.Api.FetchHistoryAsync(
                    new HistoryRequest(securities, request.Timeframe, start, end) { Fields = fields }, progress, cancellation).ConfigureAwait(false);
                Api.Add(result.Series, request.Start, request.End);
                foreach (SymbolFailure failure in result.Failures)
                {
                    _findings.Add(new QualityFinding(
                        ConnectorException.ReasonOf(failure.Kind), QualitySeverity.Warning, $"{failure.Symbol}{(failure.Field.Length > 0 ? $" {failure.Field}" : "")}: {failure.Message}",
                        "What the workbook has of it was taken instead.") { Column = failure.Field.Length > 0 ? ColumnName.Of(failure.Symbol, failure.Field) : "" });
                }
            }
            catch (ConnectorException error) when (error.AllowsFallback)
            {
                ApiFailure = error;
                _findings.Add(new QualityFinding("API_FAILED", QualitySeverity.Warning, $"The API did not deliver: {error.Message}", "What the workbook has was taken instead."));
            }
        }

        public async Task AskExcelAsync(CancellationToken cancellation)
        {
            try
            {
                LoadedData workbook = await request.Excel(cancellation).ConfigureAwait(false);
                Excel.Add(workbook.Series, request.Start, request.End);
                _findings.AddRange(workbook.Findings);
            }
            catch (Exception error) when (error is InvalidInputException or IOException)
            {
                ExcelFailure = error;
                _findings.Add(new QualityFinding("EXCEL_FAILED", QualitySeverity.Warning, $"The workbook could not be used: {error.Message}", "What the API has was taken instead."));
            }
        }

        public ImmutableArray<QualityFinding> Findings() => [.. _findings];
    }
}
