using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Files of a stored backtest: one column a field under its name in the contract, times in ISO 8601, absent values empty.</summary>
internal sealed class BacktestExport(TradewindClient client, string id, DirectoryInfo folder)
{
    private const int PageSize = 1000;

    public async Task<IReadOnlyList<FileInfo>> WriteAsync(CancellationToken cancellationToken)
    {
        FileInfo equity = File("equity");
        await CsvFile.WriteAsync(equity, await client.ReadBacktestEquityAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return
        [
            equity,
            await WriteAsync("trades", client.EnumerateBacktestTradesAsync(new() { BacktestId = id, PageSize = PageSize }, cancellationToken), Trade.Descriptor).ConfigureAwait(false),
            await WriteAsync("fills", client.EnumerateBacktestFillsAsync(new() { BacktestId = id, PageSize = PageSize }, cancellationToken), Fill.Descriptor).ConfigureAwait(false),
            await WriteAsync("orders", client.EnumerateBacktestOrdersAsync(new() { BacktestId = id, PageSize = PageSize }, cancellationToken), Order.Descriptor).ConfigureAwait(false),
            await WriteAsync("signals", client.EnumerateBacktestSignalsAsync(new() { BacktestId = id, PageSize = PageSize }, cancellationToken), Signal.Descriptor).ConfigureAwait(false),
        ];
    }

    private async Task<FileInfo> WriteAsync<T>(string name, IAsyncEnumerable<T> entries, MessageDescriptor descriptor)
        where T : IMessage
    {
        FileInfo file = File(name);
        FieldDescriptor[] fields = [.. descriptor.Fields.InFieldNumberOrder()];
        await using StreamWriter writer = new(file.FullName);
        await writer.WriteLineAsync(string.Join(',', fields.Select(field => field.Name))).ConfigureAwait(false);
        await foreach (T entry in entries.ConfigureAwait(false))
        {
            await writer.WriteLineAsync(string.Join(',', fields.Select(field => CsvFile.Quote(Text(field, entry))))).ConfigureAwait(false);
        }

        return file;
    }

    private static string Text(FieldDescriptor field, IMessage entry)
    {
        if (field.HasPresence && !field.Accessor.HasValue(entry))
        {
            return "";
        }

        return field.Accessor.GetValue(entry) switch
        {
            Timestamp time => Wording.Time(time),
            double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            System.Enum value => Wording.Of(value),
            System.Collections.IDictionary pairs => string.Join(
                ';', pairs.Keys.Cast<object>().Select(key => FormattableString.Invariant($"{key}={pairs[key]}")).Order(StringComparer.Ordinal)),
            null => "",
            object value => FormattableString.Invariant($"{value}"),
        };
    }

    private FileInfo File(string name) => new(Path.Combine(folder.FullName, $"{name}.csv"));
}
