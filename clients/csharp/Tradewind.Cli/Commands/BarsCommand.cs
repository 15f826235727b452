using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data bars</c>: bars as a table, or all of them as CSV.</summary>
internal static class BarsCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("ID", "Instrument, e.g. BTC/USD.");
        TimeOptions times = new();
        Option<string?> timeframe = ListOptions.Timeframe();
        Option<Timestamp?> asOf = TimeOptions.AsOf();
        Option<int> limit = ListOptions.Limit(20);
        Option<FileInfo?> csv = ListOptions.Csv();
        return host.Command("bars", "Shows bars.", [id, times.From, times.To, timeframe, asOf, limit, csv], invocation =>
        {
            string instrument = invocation.Get(id);
            string length = invocation.Get(timeframe) ?? string.Empty;
            TimeInterval? interval = times.Read(invocation);
            Timestamp? time = invocation.Get(asOf);
            return invocation.Get(csv) is { } file
                ? ExportAsync(invocation, new ReadColumnsRequest { InstrumentId = instrument, Timeframe = length, Interval = interval, AsOfTime = time }, file)
                : ShowAsync(invocation, new ListBarsRequest { InstrumentId = instrument, Timeframe = length, Interval = interval, AsOfTime = time }, invocation.Get(limit));
        });
    }

    private static async Task ExportAsync(Invocation invocation, ReadColumnsRequest request, FileInfo file)
    {
        ColumnTable table = await invocation.Client.ReadColumnsAsync(request, invocation.CancellationToken).ConfigureAwait(false);
        await CsvFile.WriteAsync(file, table, invocation.CancellationToken).ConfigureAwait(false);
        CsvView.Written(invocation.Terminal, file, table);
    }

    private static async Task ShowAsync(Invocation invocation, ListBarsRequest request, int limit)
    {
        request.PageSize = limit is > 0 and < ListOptions.LargestPage ? limit : ListOptions.LargestPage;
        List<Bar> bars = await invocation.Client.EnumerateBarsAsync(request, invocation.CancellationToken)
            .TakeAsync(limit, invocation.CancellationToken).ConfigureAwait(false);
        invocation.Terminal.Json(bars);
        await SimulationNotice.WriteAsync(invocation, [request.InstrumentId]).ConfigureAwait(false);
        ResultTable table = new("Open time", ">Open", ">High", ">Low", ">Close", ">Volume", "Known");
        foreach (Bar bar in bars)
        {
            table.Row(
                Wording.Time(bar.OpenTime),
                Wording.Value(bar.HasOpen ? bar.Open : null),
                Wording.Value(bar.HasHigh ? bar.High : null),
                Wording.Value(bar.HasLow ? bar.Low : null),
                Wording.Value(bar.HasClose ? bar.Close : null),
                Wording.Value(bar.HasVolume ? bar.Volume : null),
                Wording.Time(bar.KnownTime));
        }

        table.WriteTo(invocation.Terminal, "No bars in this interval.");
        if (bars.Count > 1)
        {
            invocation.Terminal.Line($"Close {Sparkline.Of([.. bars.Select(bar => bar.HasClose ? bar.Close : double.NaN)])}");
        }
    }
}
