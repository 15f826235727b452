using Spectre.Console;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Signals, one a line.</summary>
internal static class SignalView
{
    public static void Write(Terminal terminal, long sequence, Signal signal, bool simulated) =>
        terminal.Line(
            $"{sequence,6}  {Wording.Time(signal.Time)}  {signal.InstrumentId,-12} {Wording.Of(signal.Direction).ToUpperInvariant(),-5} " +
            string.Join("  ", Parts(signal, simulated).Where(part => part.Length > 0)),
            signal.Direction switch
            {
                SignalDirection.Long => new Style(Color.Green),
                SignalDirection.Short => new Style(Color.Red),
                _ => Style.Plain,
            });

    // Few strategies give a strength, and the signals of a backtest have no price.
    private static IEnumerable<string> Parts(Signal signal, bool simulated) =>
    [
        signal.Label,
        signal.HasPrice ? $"at {Wording.Value(signal.Price)}" : "",
        signal.HasStrength ? $"strength {Wording.Number(signal.Strength, 2)}" : "",
        signal.Reason,
        Wording.Label(simulated),
    ];
}
