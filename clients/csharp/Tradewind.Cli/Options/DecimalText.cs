using System.Globalization;

namespace Tradewind.Cli.Options;

/// <summary>Money and quantities as the wire carries them.</summary>
internal static class DecimalText
{
    /// <summary>Invariant text; empty for none, which the server reads as its default.</summary>
    public static string Of(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
