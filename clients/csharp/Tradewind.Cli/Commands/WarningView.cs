using Spectre.Console;
using Tradewind.Cli.Output;

namespace Tradewind.Cli.Commands;

/// <summary>Warnings, one a line.</summary>
internal static class WarningView
{
    public static void Write(Terminal terminal, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
        {
            terminal.Line($"  warning: {warning}", new Style(Color.Yellow));
        }
    }
}
