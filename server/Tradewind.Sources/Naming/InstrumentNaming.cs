using System.Text.RegularExpressions;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources.Csv;

namespace Tradewind.Sources.Naming;

/// <summary>Decides what instrument a CSV file is about.</summary>
internal static partial class InstrumentNaming
{
    private const decimal CryptoLot = 0.000001m;

    /// <summary>The instrument of a file, from the options, else from its name and layout.</summary>
    /// <exception cref="InvalidInputException">The id given or found cannot be used.</exception>
    public static Instrument Decide(string fileName, CsvLayout layout, FredSeries? fred, FileLoadOptions options)
    {
        string id = options.InstrumentId ?? IdFromFileName(fileName);
        AssetClass assetClass = options.AssetClass ?? Infer(id, layout, fred);
        try
        {
            return new Instrument(id, assetClass)
            {
                DisplayName = options.DisplayName ?? fred?.DisplayName ?? id,
                Source = "csv",
                Currency = assetClass.IsCrypto() ? CryptoNames.QuoteOf(id) : "USD",
                LotSize = assetClass.IsCrypto() ? CryptoLot : 1m,
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException(
                "INSTRUMENT_ID_INVALID", error.Message, [new FieldViolation("instrument_id", $"{error.Message} Pass an instrument id of your own.")], error);
        }
    }

    /// <summary>Id by the file name: <c>BTC-USD.csv</c> → <c>BTC/USD</c>, <c>BTCUSDT_1h.csv.gz</c> → <c>BTC/USDT</c>, else the name itself.</summary>
    public static string IdFromFileName(string fileName)
    {
        string name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        foreach (string extension in (string[])[".gz", ".csv", ".txt", ".tsv"])
        {
            name = name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && name.Length > extension.Length ? name[..^extension.Length] : name;
        }

        return CryptoNames.Pair(name) ?? CryptoNames.Pair(TimeframeSuffix().Replace(name, "")) ?? name;
    }

    private static AssetClass Infer(string id, CsvLayout layout, FredSeries? fred)
    {
        if (CryptoNames.IsPerpetual(id))
        {
            return AssetClass.CryptoPerpetual;
        }

        if (CryptoNames.IsCrypto(id))
        {
            return AssetClass.CryptoSpot;
        }

        // Yahoo marks futures with =F, currency pairs with =X and indices with a leading ^.
        return id.EndsWith("=F", StringComparison.Ordinal) ? AssetClass.CommodityFuture
            : id.EndsWith("=X", StringComparison.Ordinal) ? AssetClass.Fx
            : id.StartsWith('^') ? AssetClass.Index
            : fred is not null ? fred.AssetClass
            : layout.HasBars ? AssetClass.Equity
            : AssetClass.Macro;
    }

    [GeneratedRegex("[-_](?:[0-9]+(?:s|m|h|d|w|M|min)|daily|hourly|weekly|monthly)$")]
    private static partial Regex TimeframeSuffix();
}
