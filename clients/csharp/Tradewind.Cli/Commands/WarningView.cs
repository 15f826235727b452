using Spectre.Console;
using Tradewind.Cli.Output;

namespace Tradewind.Cli.Commands;

/// <summary>Warnings, one a line; equal ones are counted.</summary>
internal static class WarningView
{
    public static void Write(Terminal terminal, IEnumerable<string> warnings, int indent = 2)
    {
        foreach (IGrouping<string, string> equal in warnings.GroupBy(warning => warning, StringComparer.Ordinal))
        {
            string times = equal.Count() > 1 ? $" ({equal.Count()} times)" : string.Empty;
            terminal.Line($"{new string(' ', indent)}warning: {equal.Key}{times}", new Style(Color.Yellow));
        }
    }
}
