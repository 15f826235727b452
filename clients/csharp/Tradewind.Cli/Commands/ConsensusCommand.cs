using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data consensus</c>: one instrument from several venues.</summary>
internal static class ConsensusCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("ID", "Id of the result, e.g. BTC/USD-consensus.");
        Option<string[]> stored = Many("--stored", "Stored instruments, e.g. BTC/USD BTC/USDT, or NAME=ID to name the venue.", "ID");
        Option<string[]> connectors = Many("--connector", "Symbols of attached connectors, e.g. ccxt:binance=BTC/USDT.", "CONNECTOR=SYMBOL");
        Option<ConsensusMethod> method = EnumOption.Create<ConsensusMethod>("--method", "How prices are put together (default: consensus).");
        Option<double?> deviation = new("--max-deviation") { Description = "Prices further from the median, as a fraction, are left out (default 0.02).", HelpName = "NUMBER" };
        Option<double?> liquidity = new("--liquidity-reference") { Description = "Volume of a bar at which the market is fully liquid (default: trailing median).", HelpName = "NUMBER" };
        Option<bool> ohl = new("--with-open-high-low") { Description = "Add open, high and low." };
        Option<string?> timeframe = ListOptions.Timeframe();
        TimeOptions times = new();
        return host.Command(
            "consensus", "Makes one instrument from the bars of several venues.",
            [id, stored, connectors, method, deviation, liquidity, ohl, timeframe, times.From, times.To], async invocation =>
            {
                ConsensusLoad load = new()
                {
                    InstrumentId = invocation.Get(id),
                    Venues = { (invocation.Get(stored) ?? []).Select(Stored), (invocation.Get(connectors) ?? []).Select(Connector) },
                    Method = invocation.Get(method),
                    WithOpenHighLow = invocation.Get(ohl),
                    Timeframe = invocation.Get(timeframe) ?? "",
                    Interval = times.Read(invocation),
                };
                if (load.Venues.Count == 0)
                {
                    throw new UsageException("name the venues with --stored or --connector.");
                }

                if (invocation.Get(deviation) is { } most)
                {
                    load.MaxDeviation = most;
                }

                if (invocation.Get(liquidity) is { } reference)
                {
                    load.LiquidityReferenceVolume = reference;
                }

                await SourceLoad.RunAsync(invocation, "Comparing", "consensus", new LoadDataRequest { Consensus = load }).ConfigureAwait(false);
            });
    }

    private static Venue Stored(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at <= 0 ? new Venue { InstrumentId = text } : new Venue { Name = text[..at], InstrumentId = text[(at + 1)..] };
    }

    private static Venue Connector(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? new Venue { Connector = new ConnectorSymbol { Connector = text[..at], Symbol = text[(at + 1)..] } }
            : throw new UsageException($"--connector must be CONNECTOR=SYMBOL such as ccxt:binance=BTC/USDT, was '{text}'.");
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };
}
