using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Client;
using Enum = System.Enum;

namespace Tradewind.Cli.Output;

/// <summary>How figures, times and names are written: the same on every machine.</summary>
internal static class Wording
{
    /// <summary>Shown where there is no value.</summary>
    public const string Absent = "-";

    /// <summary>Label of everything the simulator made.</summary>
    public const string Simulated = "SIMULATED";

    public static string Number(double? value, int digits = 4) => value is { } present && !double.IsNaN(present)
        ? present.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : Absent;

    /// <summary>Up to six significant digits, for values of unknown size.</summary>
    public static string Value(double? value) => value is { } present && !double.IsNaN(present)
        ? present.ToString(Math.Abs(present) is >= 1e5 and < 1e15 ? "#,0.##" : "G6", CultureInfo.InvariantCulture)
        : Absent;

    public static string Percent(double? fraction) => fraction is { } present && !double.IsNaN(present)
        ? (present * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : Absent;

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size in the largest unit that leaves at least one: <c>1.5 MiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        int unit = 0;
        for (; Math.Abs(size) >= 1024 && unit < units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return $"{size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {units[unit]}";
    }

    /// <summary>A count with its noun: <c>1 order</c>, <c>2 orders</c>.</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    /// <summary>Money as the server wrote it, with thousands separated.</summary>
    public static string Money(string amount) =>
        decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value)
            ? value.ToString("#,0.00", CultureInfo.InvariantCulture)
            : OrAbsent(amount);

    public static string OrAbsent(string text) => text.Length == 0 ? Absent : text;

    public static string Time(Timestamp? time) => time is null ? Absent : Time(UnixNanoseconds.FromTimestamp(time));

    /// <summary>ISO 8601, UTC; only the date at midnight.</summary>
    public static string Time(long nanoseconds)
    {
        DateTimeOffset time = UnixNanoseconds.ToDateTimeOffset(nanoseconds);
        string format = time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Words of an enum value: <c>crypto-spot</c>.</summary>
    public static string Of(Enum value)
    {
        StringBuilder words = new();
        foreach (char letter in value.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append('-');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    public static string Label(bool simulated) => simulated ? Simulated : string.Empty;

    /// <summary>First characters of a hash, enough to tell two apart.</summary>
    public static string ShortHash(string? hash) => string.IsNullOrEmpty(hash) ? Absent : hash[..Math.Min(12, hash.Length)];
}
