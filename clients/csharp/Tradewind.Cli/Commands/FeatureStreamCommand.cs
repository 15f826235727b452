using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>features stream</c>: features of a live feed, a line a row.</summary>
internal static class FeatureStreamCommand
{
    /// <summary>Columns a line shows unless some are named: more do not fit beside the time.</summary>
    private const int ShownColumns = 6;

    public static Command Build(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("FEED", "Id of the feed.");
        FeatureSetOptions features = new();
        Option<string?> cursor = ListOptions.Cursor();
        Option<string[]> instruments = new("--instrument") { Description = "Only this instrument; may be repeated.", HelpName = "ID" };
        Option<string[]> shown = new("--column") { Description = "Show this feature; may be repeated (default: the first six).", HelpName = "NAME" };
        Option<bool> partial = new("--partial") { Description = "Rows under way too, as often as their bars change." };
        Option<int?> warmUp = new("--warm-up-rows") { Description = "Periods of stored history before the first row, 0 to 100000 (default 5000).", HelpName = "N" };
        Symbol[] symbols = [id, .. features.Symbols, cursor, instruments, shown, partial, warmUp];
        return host.Command("stream", "Follows the features of a feed to its end.", symbols, async invocation =>
        {
            StreamFeaturesRequest request = new()
            {
                FeedId = invocation.Get(id),
                Cursor = invocation.Get(cursor) ?? "",
                FeatureSet = features.Read(invocation),
                FeatureSetName = features.ReadName(invocation),
                InstrumentIds = { invocation.Get(instruments) ?? [] },
                IncludePartial = invocation.Get(partial),
            };
            if (invocation.Get(warmUp) is { } rows)
            {
                request.WarmUpRows = rows;
            }

            FeatureLines lines = new(invocation.Terminal, invocation.Get(shown) ?? []);
            await foreach (StreamFeaturesResponse message in invocation.Client.StreamFeaturesAsync(request, invocation.CancellationToken).ConfigureAwait(false))
            {
                invocation.Terminal.Json(message);
                lines.Write(message);
            }
        });
    }

    private sealed class FeatureLines(Terminal terminal, string[] wanted)
    {
        private int[] _places = [];

        public void Write(StreamFeaturesResponse message)
        {
            switch (message.EventCase)
            {
                case StreamFeaturesResponse.EventOneofCase.Schema:
                    Begin(message.Schema);
                    break;
                case StreamFeaturesResponse.EventOneofCase.Row:
                    terminal.Line($"{message.Sequence,6}  {Wording.Time(message.EventTime)}  {Values(message.Row)}{Notes(message.Row)} {Wording.Label(message.Simulated)}".TrimEnd());
                    break;
                case StreamFeaturesResponse.EventOneofCase.Gap:
                    terminal.Line($"{message.Sequence,6}  {FeedCommands.Describe(message.Gap)}");
                    break;
                case StreamFeaturesResponse.EventOneofCase.FeedEnd:
                    terminal.Line($"The feed has {Wording.Of(message.FeedEnd.State)}; continue after it with --cursor {message.Cursor}");
                    break;
                default:
                    terminal.Line($"{message.Sequence,6}  (an event this version does not know)");
                    break;
            }
        }

        private void Begin(FeatureStreamSchema schema)
        {
            foreach (string name in wanted.Where(name => !schema.Features.Contains(name)))
            {
                throw new UsageException($"--column {name} is no feature of this set; it makes {string.Join(", ", schema.Features)}.");
            }

            _places = wanted.Length > 0
                ? [.. wanted.Select(schema.Features.IndexOf)]
                : [.. Enumerable.Range(0, Math.Min(ShownColumns, schema.Features.Count))];
            terminal.Line(
                $"{schema.Features.Count} features of {string.Join(", ", schema.InstrumentIds)}, rows of {schema.Timeframe}; shown: {string.Join(", ", _places.Select(place => schema.Features[place]))}");
            WarningView.Write(terminal, schema.Warnings);
        }

        private string Values(FeatureRow row) => string.Join("  ", _places.Select(place => $"{Wording.Value(row.Values[place]),12}"));

        private static string Notes(FeatureRow row) =>
            $"{(row.IsFinal ? "" : "  (under way)")}{(row.WarmedUp ? "" : "  (warming up)")}" +
            $"{(row.MissingInstrumentIds.Count == 0 ? "" : $"  (no bar of {string.Join(", ", row.MissingInstrumentIds)})")}";
    }
}
