using System.Text.RegularExpressions;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Excel;

/// <summary>A column header taken apart.</summary>
/// <param name="AsWritten">Header as it stands in the sheet.</param>
/// <param name="Clean">Header without surrounding blanks and without blanks beside an underscore.</param>
/// <param name="InstrumentId">Instrument: the part before the field, with <c>_Index</c> and the like written with a blank.</param>
/// <param name="Field">Field; <c>value</c> where the header ends in no known field.</param>
internal sealed partial record HeaderSplit(string AsWritten, string Clean, string InstrumentId, string Field)
{
    /// <summary>Field of a column that names none.</summary>
    public const string ValueField = "value";

    /// <summary>True when the header had blanks that do not belong.</summary>
    public bool HadBlanks => AsWritten != Clean;

    /// <summary>Text ratings, which are for reference and hold no numbers.</summary>
    public bool IsRating => Field.StartsWith("RTG_", StringComparison.Ordinal);

    /// <summary>What the field measures, by the names of the data specification, section 5.</summary>
    public string Kind => IsRating ? "rating" : FieldKinds.Of(Field) switch
    {
        FieldKind.Price => "price",
        FieldKind.Spread => "spread",
        FieldKind.Yield => "yield",
        FieldKind.Duration => "duration",
        FieldKind.Volume => "volume",
        FieldKind.Amount => "amount",
        _ => "unknown",
    };

    /// <summary>Takes a header apart by the longest known field at its end.</summary>
    public static HeaderSplit Of(string header)
    {
        string clean = BlanksBesideUnderscore().Replace(Blanks().Replace(header, " ").Trim(), "_");
        Match match = KnownField().Match(clean);
        return match.Success
            ? new HeaderSplit(header, clean, Instrument(match.Groups["id"].Value), match.Groups["field"].Value)
            : new HeaderSplit(header, clean, Instrument(clean), ValueField);
    }

    private static string Instrument(string id) => YellowKey().Replace(id, " $1");

    // Line breaks inside a header cell count as blanks.
    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\s*_\s*")]
    private static partial Regex BlanksBesideUnderscore();

    // The id is matched lazily, so that the longest field wins: SPREAD_DUR_RATIO before a shorter ending.
    [GeneratedRegex(
        "^(?<id>.+?)[_ ](?<field>OAS|DTS|DURATION|YTW|RATE_COMP|SPREAD_RATE_RATIO|SPREAD_DUR_RATIO|Z_SPREAD|G_SPREAD|SPREAD|YIELD|PRICE|VOLUME"
        + "|AMOUNT_OUTSTANDING|(?:YLD|PX|DUR|RTG)_[A-Z0-9_]+)$")]
    private static partial Regex KnownField();

    [GeneratedRegex("_(Index|Comdty|Curncy|Equity|Corp|Govt|Mtge|Muni|Pfd)$")]
    private static partial Regex YellowKey();
}
