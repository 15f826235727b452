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
            $"{signal.Label}  at {Wording.Value(signal.HasPrice ? signal.Price : null)}  " +
            $"strength {Wording.Number(signal.HasStrength ? signal.Strength : null, 2)}  {signal.Reason} {Wording.Label(simulated)}".TrimEnd(),
            signal.Direction switch
            {
                SignalDirection.Long => new Style(Color.Green),
                SignalDirection.Short => new Style(Color.Red),
                _ => Style.Plain,
            });
}
