using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Server.Mapping;

/// <summary>Decimal strings of the wire to and from <see cref="decimal"/>.</summary>
internal static class ProtoDecimal
{
    // Together, with multipliers up to a thousand, they stay inside what an account can add up: an overflow would end the session it happens in.
    private const decimal LargestMoney = 1e11m;
    private const decimal LargestQuantity = 1e12m;

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

    /// <summary>Reads a price or amount of money; null for empty text.</summary>
    /// <exception cref="InvalidInputException">The text is not a plain decimal number, or beyond what the engine can multiply.</exception>
    public static decimal? ReadOptionalMoney(string text, string field) => Bounded(ReadOptional(text, field), LargestMoney, field);

    /// <summary>Reads a quantity above zero; null for empty text.</summary>
    /// <exception cref="InvalidInputException">The text is not a decimal number above zero, or beyond what the engine can multiply.</exception>
    public static decimal? ReadOptionalQuantity(string text, string field) => Bounded(ReadOptionalPositive(text, field), LargestQuantity, field);

    /// <summary>Reads a quantity of either sign; null for empty text.</summary>
    /// <exception cref="InvalidInputException">The text is not a plain decimal number, or beyond what the engine can multiply.</exception>
    public static decimal? ReadOptionalSignedQuantity(string text, string field) => Bounded(ReadOptional(text, field), LargestQuantity, field);

    private static decimal? Bounded(decimal? value, decimal limit, string field) => value is not { } known || Math.Abs(known) <= limit
        ? value
        : throw new InvalidInputException("NUMBER_TOO_LARGE", field, $"must be at most {limit} in size, got {known}.");

    /// <summary>Reads a decimal above zero; null for empty text.</summary>
    /// <exception cref="InvalidInputException">The text is not a decimal number above zero.</exception>
    public static decimal? ReadOptionalPositive(string text, string field) => ReadOptional(text, field) is not { } value ? null
        : value > 0 ? value
        : throw new InvalidInputException("NOT_POSITIVE", field, $"must be above 0, got {text}.");
}
