using System.CommandLine;

namespace Tradewind.Cli.Options;

/// <summary>Arguments and options that many commands share.</summary>
internal static class ListOptions
{
    /// <summary>Largest page the server gives.</summary>
    public const int LargestPage = 1000;

    public static Argument<string> Id(string name, string description) => new(name) { Description = description };

    public static Argument<string> Backtest() => Id("BACKTEST", "Id of the backtest.");

    /// <summary>How many rows to show; 0 shows all.</summary>
    public static Option<int> Limit(int defaultValue) => new("--limit")
    {
        Description = "Rows to show at most; 0 shows all.",
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
    };

    public static Option<string?> Timeframe() => new("--timeframe")
    {
        Description = "1m, 1h, 1d, ... Needed only where several are stored.",
        HelpName = "LENGTH",
    };

    public static Option<string?> Cursor() => new("--cursor")
    {
        Description = "Continue after this cursor. Left out: from the beginning.",
        HelpName = "CURSOR",
    };

    public static Option<FileInfo?> Csv() => new("--csv")
    {
        Description = "Write all rows to this CSV file.",
        HelpName = "FILE",
    };

    /// <summary>The first rows of a sequence, all for 0.</summary>
    public static async Task<List<T>> TakeAsync<T>(this IAsyncEnumerable<T> items, int limit, CancellationToken cancellationToken)
    {
        List<T> taken = [];
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            taken.Add(item);
            if (taken.Count == limit)
            {
                break;
            }
        }

        return taken;
    }
}
