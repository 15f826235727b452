using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Labels results whose own messages do not say that their data was simulated.</summary>
internal static class SimulationNotice
{
    /// <summary>Those of the instruments that the simulator made; asked only when a person reads.</summary>
    public static async Task<HashSet<string>> AmongAsync(Invocation invocation, IEnumerable<string> instrumentIds)
    {
        HashSet<string> simulated = new(StringComparer.Ordinal);
        if (invocation.Terminal.IsJson)
        {
            return simulated;
        }

        foreach (string id in instrumentIds.Distinct(StringComparer.Ordinal))
        {
            GetInstrumentRequest request = new() { InstrumentId = id };
            Instrument instrument = (await invocation.CallAsync(invocation.Client.Data.GetInstrumentAsync, request).ConfigureAwait(false)).Instrument;
            if (instrument.Simulated)
            {
                simulated.Add(id);
            }
        }

        return simulated;
    }

    /// <summary>A line above a result of these instruments, where any of them is simulated.</summary>
    public static async Task WriteAsync(Invocation invocation, IEnumerable<string> instrumentIds)
    {
        HashSet<string> simulated = await AmongAsync(invocation, instrumentIds).ConfigureAwait(false);
        if (simulated.Count > 0)
        {
            invocation.Terminal.Line($"{Wording.Simulated}: {string.Join(", ", simulated)}");
        }
    }

    /// <summary>A line above a table of a session, where its feed is simulated.</summary>
    public static async Task WriteForSessionAsync(Invocation invocation, string sessionId)
    {
        if (!invocation.Terminal.IsJson)
        {
            GetSessionRequest request = new() { SessionId = sessionId };
            Write(invocation.Terminal, (await invocation.CallAsync(invocation.Client.Paper.GetSessionAsync, request).ConfigureAwait(false)).Session.Simulated);
        }
    }

    /// <summary>A line above a table of simulated data.</summary>
    public static void Write(Terminal terminal, bool simulated)
    {
        if (simulated)
        {
            terminal.Line(Wording.Simulated);
        }
    }
}
