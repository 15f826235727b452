using System.Globalization;

namespace Tradewind.Cli.Workflow;

/// <summary>Length of a row from its timeframe.</summary>
internal static class RowLength
{
    /// <summary>Nanoseconds of <c>15m</c>, <c>1h</c>, <c>1d</c>, <c>1w</c>.</summary>
    public static long Nanoseconds(string timeframe)
    {
        long unit = timeframe.Length < 2 ? 0 : timeframe[^1] switch
        {
            's' => TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerSecond,
            'm' => TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerMinute,
            'h' => TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerHour,
            'd' => TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerDay,
            'w' => 7 * TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerDay,
            _ => 0,
        };
        return unit > 0 && long.TryParse(timeframe.AsSpan(0, timeframe.Length - 1), CultureInfo.InvariantCulture, out long count) && count > 0
            ? count * unit
            : throw new WorkflowException($"The server reports a timeframe this version does not know: '{timeframe}'.");
    }
}
