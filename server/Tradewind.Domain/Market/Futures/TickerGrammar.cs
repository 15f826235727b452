using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Tradewind.Domain.Market.Futures;

/// <summary>
/// The Bloomberg ticker grammar of the oil specification, section 2: generic (<c>CL1 Comdty</c>, positions 1 to 36), specific
/// (<c>CLF5 Comdty</c>, <c>CLF25 Comdty</c>) and index tickers. Roots and months are capitals; surrounding blanks are cut off.
/// </summary>
public static partial class TickerGrammar
{
    private const string CommoditySuffix = " Comdty";
    private const string IndexSuffix = " Index";
    private const string CrackSeries = "FVCSM";
    private const int LastPosition = 36;

    private static readonly ImmutableArray<string> Indices = ["DXY", "SPX", "VIX", "BDIY"];

    // Longest first, so that a root is never read as a shorter one.
    private static readonly ImmutableArray<CommodityContract> ByRootLength =
        [.. CommodityContracts.All.OrderByDescending(contract => contract.Root.Length)];

    private static readonly ImmutableArray<(string Name, string Field)> Fields =
    [
        ("last", "PX_LAST"), ("close", "PX_LAST"), ("bid", "PX_BID"), ("ask", "PX_ASK"), ("open", "PX_OPEN"), ("high", "PX_HIGH"), ("low", "PX_LOW"),
        ("volume", "PX_VOLUME"), ("open_interest", "OPEN_INT"), ("vwap", "PX_VWAP"), ("settlement", "PX_SETTLE"),
    ];

    /// <summary>Takes a ticker apart; never throws.</summary>
    /// <param name="ticker">Text; null counts as empty.</param>
    /// <param name="reference">Date that decides the decade of a one-digit year; null leaves it open.</param>
    /// <returns>Kind <see cref="TickerKind.Unknown"/> for anything the grammar does not know.</returns>
    public static FuturesTicker Parse(string? ticker, DateOnly? reference = null)
    {
        string text = (ticker ?? "").Trim();
        FuturesTicker unknown = new(text, TickerKind.Unknown);
        if (text.EndsWith(IndexSuffix, StringComparison.Ordinal))
        {
            return ParseIndex(text, text[..^IndexSuffix.Length], reference) ?? unknown;
        }

        if (!text.EndsWith(CommoditySuffix, StringComparison.Ordinal))
        {
            return unknown;
        }

        string body = text[..^CommoditySuffix.Length];
        CommodityContract? contract = ByRootLength.FirstOrDefault(known => body.StartsWith(known.Root, StringComparison.Ordinal));
        if (contract is null)
        {
            return unknown;
        }

        string rest = body[contract.Root.Length..];
        if (PositionForm().IsMatch(rest) && int.Parse(rest, NumberStyles.None, CultureInfo.InvariantCulture) is var position and <= LastPosition)
        {
            return new FuturesTicker(text, TickerKind.Generic) { Contract = contract, Position = position };
        }

        return MonthForm().IsMatch(rest) ? Dated(new FuturesTicker(text, TickerKind.Specific) { Contract = contract }, rest, reference) : unknown;
    }

    /// <summary>Judges a ticker; of several failures the first of the specification's list counts.</summary>
    public static TickerValidation Validate(string? ticker)
    {
        string text = (ticker ?? "").Trim();
        if (text.Length == 0)
        {
            return Failed("EmptyTicker", "The ticker is empty; write one like 'CL1 Comdty'.");
        }

        FuturesTicker parsed = Parse(text);
        if (parsed.Kind != TickerKind.Unknown)
        {
            return new TickerValidation(true, "", parsed.Kind switch
            {
                TickerKind.Index => "Valid (index)",
                TickerKind.CrackIndex => "Valid (crack index)",
                _ => "Valid",
            });
        }

        bool commodity = text.EndsWith(CommoditySuffix, StringComparison.Ordinal);
        if (!commodity && !text.EndsWith(IndexSuffix, StringComparison.Ordinal))
        {
            return Failed("MissingSuffix", $"'{text}' ends neither in ' Comdty' nor in ' Index'.");
        }

        return commodity && UnknownLetters(text[..^CommoditySuffix.Length]) is { } letters
            ? Failed("UnknownCommodity", $"'{letters}' is no known commodity; known roots are {string.Join(", ", CommodityContracts.All.Select(known => known.Root))}.")
            : Failed(
                "UnknownFormat",
                $"'{text}' is no known ticker: expected a root with a position from 1 to {LastPosition} ('CL1 Comdty') or with month letter and year ('CLF5 Comdty').");
    }

    /// <summary>The ticker with its suffix where it was left out (<c>CL1</c> → <c>CL1 Comdty</c>), as order entry accepts it.</summary>
    /// <returns>Null when neither form is valid.</returns>
    public static string? Normalize(string ticker)
    {
        ArgumentNullException.ThrowIfNull(ticker);
        string text = ticker.Trim();
        return Parse(text).Kind != TickerKind.Unknown ? text
            : Parse(text + CommoditySuffix).Kind != TickerKind.Unknown ? text + CommoditySuffix
            : null;
    }

    /// <summary>The generic ticker of position 1.</summary>
    /// <exception cref="ArgumentException">The commodity is unknown.</exception>
    public static string FrontMonth(string commodity) => NthMonth(commodity, 1);

    /// <summary>The generic ticker of a position.</summary>
    /// <param name="commodity">Root, key or alias.</param>
    /// <param name="n">Position, 1 to 36.</param>
    /// <exception cref="ArgumentException">The commodity is unknown, or the position out of range.</exception>
    public static string NthMonth(string commodity, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, LastPosition);
        return string.Create(CultureInfo.InvariantCulture, $"{CommodityContracts.Require(commodity).Root}{n}{CommoditySuffix}");
    }

    /// <summary>The ticker of one contract.</summary>
    /// <param name="commodity">Root, key or alias.</param>
    /// <param name="month">Delivery month, 1 to 12.</param>
    /// <param name="year">Delivery year.</param>
    /// <param name="twoDigits">Writes two digits of the year, which stay unambiguous for a century.</param>
    /// <exception cref="ArgumentException">The commodity is unknown, or the month out of range.</exception>
    public static string SpecificMonth(string commodity, int month, int year, bool twoDigits = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12);
        string digits = twoDigits ? (year % 100).ToString("00", CultureInfo.InvariantCulture) : (year % 10).ToString(CultureInfo.InvariantCulture);
        return $"{CommodityContracts.Require(commodity).Root}{DeliveryMonth.Letters[month - 1]}{digits}{CommoditySuffix}";
    }

    /// <summary>Units a contract of a generic or specific ticker.</summary>
    /// <param name="ticker">Ticker.</param>
    /// <param name="orDefault">Answer for tickers the grammar does not know; null throws.</param>
    /// <exception cref="ArgumentException">The ticker is unknown and no default is given.</exception>
    public static decimal Multiplier(string ticker, decimal? orDefault = null) =>
        Parse(ticker).Contract?.Size ?? orDefault ?? throw new ArgumentException(Validate(ticker).Message, nameof(ticker));

    /// <summary>The vendor's field of a plain name in any case (<c>close</c> → <c>PX_LAST</c>); any other name unchanged.</summary>
    public static string Field(string name) =>
        Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Field ?? name;

    private static FuturesTicker? ParseIndex(string text, string body, DateOnly? reference)
    {
        if (Indices.Contains(body))
        {
            return new FuturesTicker(text, TickerKind.Index);
        }

        string series = CrackSeries + " ";
        return body.StartsWith(series, StringComparison.Ordinal) && MonthForm().IsMatch(body[series.Length..])
            ? Dated(new FuturesTicker(text, TickerKind.CrackIndex), body[series.Length..], reference)
            : null;
    }

    private static FuturesTicker Dated(FuturesTicker ticker, string monthAndYear, DateOnly? reference)
    {
        ticker = ticker with { MonthCode = monthAndYear[0], YearDigits = monthAndYear[1..] };
        return Year(ticker.YearDigits, reference) is { } year ? ticker with { Delivery = new DeliveryMonth(year, ticker.Month!.Value) } : ticker;
    }

    // One digit: reference − 1 to reference + 8, so that a contract just expired and those listed ahead are told apart. Two digits: the
    // century that comes closest; 1970 to 2069 without a reference.
    private static int? Year(string digits, DateOnly? reference)
    {
        int written = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        int first = digits.Length == 1 ? reference?.Year - 1 ?? 0 : (reference?.Year - 50 ?? 1970);
        int cycle = digits.Length == 1 ? 10 : 100;
        return reference is null && digits.Length == 1 ? null : first + ((written - first) % cycle + cycle) % cycle;
    }

    private static string? UnknownLetters(string body)
    {
        Match match = UnknownForm().Match(body);
        if (!match.Success || CommodityContracts.All.Any(known => body.StartsWith(known.Root, StringComparison.Ordinal)))
        {
            return null;
        }

        string letters = match.Groups[1].Value;
        return letters.Length > 2 && DeliveryMonth.Letters.Contains(letters[^1], StringComparison.Ordinal) ? letters[..^1] : letters;
    }

    private static TickerValidation Failed(string reason, string message) => new(false, reason, message);

    [GeneratedRegex("^[1-9][0-9]?$")]
    private static partial Regex PositionForm();

    [GeneratedRegex("^[FGHJKMNQUVXZ][0-9]{1,2}$")]
    private static partial Regex MonthForm();

    [GeneratedRegex("^([A-Z]{1,5})[0-9]{1,2}$")]
    private static partial Regex UnknownForm();
}
