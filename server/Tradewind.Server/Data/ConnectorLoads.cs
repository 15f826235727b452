using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Connectors;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Sources.Connectors;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Reads what a request says about a load from a connector.</summary>
internal static class ConnectorLoads
{
    private const long DefaultDays = 365;

    /// <summary>The import to make.</summary>
    /// <exception cref="InvalidInputException">A field is missing or wrong.</exception>
    public static ConnectorImport Read(ConnectorLoad load, IConnectorDirectory connectors, TimeProvider clock, string path)
    {
        ConnectorAddress address = ConnectorAddress.Parse(Required.Text(load.Connector, $"{path}.connector"), $"{path}.connector");
        ImmutableArray<string> symbols = ConnectorSymbols.Read(load.Symbols, $"{path}.symbols");
        Timeframe timeframe = InstrumentMessages.ReadTimeframe(Required.Text(load.Timeframe, $"{path}.timeframe"), $"{path}.timeframe")!.Value;
        Interval span = Interval.Read(load.Interval, $"{path}.interval");
        PortfolioReader.CheckOnce(load.Fields, $"{path}.fields");
        string? stray = load.InstrumentIds.Keys.Order(StringComparer.Ordinal).FirstOrDefault(symbol => !symbols.Contains(symbol));
        if (stray is not null)
        {
            throw new InvalidInputException("SYMBOLS_INVALID", $"{path}.instrument_ids", $"names '{stray}', which is not among the symbols.");
        }

        long end = span.To == long.MaxValue ? ProtoTime.NowNanoseconds(clock) : span.To;
        long start = span.From == long.MinValue ? end - DefaultDays * UnixTime.Day : span.From;
        if (start >= end)
        {
            throw new InvalidInputException("INTERVAL_EMPTY", $"{path}.interval", "holds nothing that has happened yet. Start earlier.");
        }

        HistoryRequest request = new(symbols, timeframe, start, end)
        {
            Fields = [.. load.Fields],
            Timeout = load.Timeout is null ? null : ReadTimeout(load.Timeout.ToTimeSpan(), $"{path}.timeout"),
        };
        return new ConnectorImport(connectors.Open(address), request)
        {
            InstrumentIds = load.InstrumentIds.ToImmutableDictionary(StringComparer.Ordinal),
            Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
        };
    }

    private static TimeSpan ReadTimeout(TimeSpan timeout, string field) => timeout > TimeSpan.Zero && timeout <= TimeSpan.FromDays(1)
        ? timeout
        : throw new InvalidInputException("TIMEOUT_INVALID", field, $"must be above 0 and at most a day, got {timeout}.");
}
