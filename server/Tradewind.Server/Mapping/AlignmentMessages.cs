using Tradewind.Domain.Market.Alignment;
using Tradewind.Server.Data;
using Tradewind.V1;
using AlignmentReport = Tradewind.V1.AlignmentReport;

namespace Tradewind.Server.Mapping;

/// <summary>Alignment reports as messages.</summary>
internal static class AlignmentMessages
{
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
            message.Columns.Add(new AlignedColumn
            {
                Name = column.Name,
                InstrumentId = frame.InstrumentId,
                Field = frame.Field,
                SourceRowCount = inputs[frame.InstrumentId].SourceRows,
                FilledCount = column.Filled,
                MissingCount = column.MissingAfterFill,
            });
        }

        message.Warnings.AddRange(report.Warnings.Select(warning => warning.Message));
        return message;
    }
}
