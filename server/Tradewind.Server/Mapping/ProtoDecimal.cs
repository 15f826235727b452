using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Server.Mapping;

/// <summary>Decimal strings of the wire to and from <see cref="decimal"/>.</summary>
internal static class ProtoDecimal
{
    /// <summary>Plain text without exponent and trailing zeros.</summary>
    public static string Format(decimal value) => (value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>Text of a value; empty for none.</summary>
    public static string Format(decimal? value) => value is { } known ? Format(known) : "";

    /// <summary>Reads a decimal; null for empty text.</summary>
    /// <exception cref="InvalidInputException">The text is not a plain decimal number.</exception>
    public static decimal? ReadOptional(string text, string field)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return text.Length <= 40 && decimal.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw new InvalidInputException("NOT_A_DECIMAL", field, $"must be a decimal number such as \"12.5\", got \"{text}\".");
    }

    /// <summary>Reads a decimal above zero; null for empty text.</summary>
    /// <exception cref="InvalidInputException">The text is not a decimal number above zero.</exception>
    public static decimal? ReadOptionalPositive(string text, string field) => ReadOptional(text, field) is not { } value ? null
        : value > 0 ? value
        : throw new InvalidInputException("NOT_POSITIVE", field, $"must be above 0, got {text}.");
}
