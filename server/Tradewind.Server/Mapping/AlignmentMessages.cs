using Tradewind.Domain.Market.Alignment;
using Tradewind.Server.Data;
using Tradewind.V1;
using AlignmentReport = Tradewind.V1.AlignmentReport;

namespace Tradewind.Server.Mapping;

/// <summary>Alignment reports as messages.</summary>
internal static class AlignmentMessages
{
    private const int MostListed = 4;
    private const int MostOutliers = 100;

    /// <summary>What an alignment did.</summary>
    public static AlignmentReport From(LoadedPortfolio portfolio)
    {
        Domain.Market.Alignment.AlignmentReport report = portfolio.Result.Report;
        AlignmentReport message = new()
        {
            RowCount = report.Rows,
            FirstTime = ProtoTime.ToTimestamp(report.First),
            LastTime = ProtoTime.ToTimestamp(report.Last),
            OverlapFirstTime = ProtoTime.ToTimestamp(portfolio.OverlapFirst),
            OverlapLastTime = ProtoTime.ToTimestamp(portfolio.OverlapLast),
            Timeframe = report.Timeframe.ToString(),
            EveryDay = portfolio.Frame.EveryDay,
            Hash = portfolio.Frame.ComputeHash(),
        };
        Dictionary<string, InputAlignment> inputs = report.Inputs.ToDictionary(input => input.InstrumentId, StringComparer.Ordinal);
        for (int i = 0; i < report.Columns.Length; i++)
        {
            (ColumnAlignment column, Domain.Market.FrameColumn frame) = (report.Columns[i], portfolio.Frame.Columns[i]);
            AlignedColumn described = new()
            {
                Name = column.Name,
                InstrumentId = frame.InstrumentId,
                Field = frame.Field,
                SourceRowCount = inputs[frame.InstrumentId].SourceRows,
                FilledCount = column.Filled,
                MissingCount = column.MissingAfterFill,
            };
            if (portfolio.Screened)
            {
                described.OutlierCount = column.Outliers.Length;
                described.OutlierTimes.AddRange(column.Outliers.Take(MostOutliers).Select(time => ProtoTime.ToTimestamp(time)));
            }

            message.Columns.Add(described);
        }

        message.Warnings.AddRange(Warnings(report.Warnings));
        return message;
    }

    /// <summary>Warnings as sentences; one sentence for all columns that share it.</summary>
    public static IEnumerable<string> Warnings(IEnumerable<AlignmentWarning> warnings) => warnings
        .GroupBy(warning => (warning.Code, warning.Message))
        .Select(group =>
        {
            string[] subjects = [.. group.Select(warning => warning.Subject).Where(subject => subject.Length > 0)];
            string listed = string.Join(", ", subjects.Take(MostListed)) + (subjects.Length > MostListed ? $" and {subjects.Length - MostListed} more" : "");
            return subjects.Length == 0 ? group.Key.Message : $"{listed}: {group.Key.Message}";
        });
}
