using System.Text.RegularExpressions;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Registry;
using Tradewind.Sources.Csv;
using Tradewind.Sources.Layouts;

namespace Tradewind.Sources.Naming;

/// <summary>Decides what instrument a CSV file is about.</summary>
internal static partial class InstrumentNaming
{
    private const decimal CryptoLot = 0.000001m;

    /// <summary>The instrument of a file: from the options, else from the registry, else from its name and layout.</summary>
    /// <returns>The instrument, and its entry of the registry where it has one.</returns>
    /// <exception cref="InvalidInputException">The id given or found cannot be used.</exception>
    public static (Instrument Instrument, InstrumentEntry? Entry) Decide(
        string fileName, CsvLayout layout, FredSeries? fred, KnownHeaders? publisher, FileLoadOptions options)
    {
        InstrumentEntry? entry = options.InstrumentId is { } given ? options.Registry.EntryOf(given) : FromRegistry(fileName, layout, options.Registry);
        string id = options.InstrumentId ?? entry?.Instrument.Id ?? IdFromFileName(fileName);
        AssetClass assetClass = options.AssetClass ?? entry?.Instrument.AssetClass ?? publisher?.AssetClass ?? Infer(id, layout, fred);
        try
        {
            Instrument instrument = new(id, assetClass)
            {
                DisplayName = options.DisplayName ?? fred?.DisplayName ?? id,
                Source = "csv",
                Currency = assetClass.IsCrypto() ? CryptoNames.QuoteOf(id) : "USD",
                LotSize = assetClass.IsCrypto() ? CryptoLot : 1m,
            };
            return (options.Registry.Describe(instrument), entry);
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
        string name = InstrumentRegistry.FileStem(fileName);
        return CryptoNames.Pair(name) ?? CryptoNames.Pair(TimeframeSuffix().Replace(name, "")) ?? name;
    }

    // A file name that is an id counts only where the layout fits: BTC.csv with prices is no file of blockchain metrics.
    private static InstrumentEntry? FromRegistry(string fileName, CsvLayout layout, InstrumentRegistry registry)
    {
        if (registry.FindByFile(fileName) is { } byFile)
        {
            return byFile;
        }

        InstrumentEntry? byHeader = layout.Columns.Length == 1 && !layout.Columns[0].Field.Equals("close", StringComparison.Ordinal) ? registry.Find(layout.Columns[0].Header) : null;
        return byHeader ?? (registry.Find(InstrumentRegistry.FileStem(fileName)) is { } byName && layout.HasBars != IsObserved(byName.Instrument.AssetClass) ? byName : null);
    }

    private static bool IsObserved(AssetClass assetClass) =>
        assetClass is AssetClass.OnChain or AssetClass.Macro or AssetClass.Rate or AssetClass.CreditIndex;

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
        return TickerGrammar.Parse(id).Contract is not null || id.EndsWith("=F", StringComparison.Ordinal) ? AssetClass.CommodityFuture
            : id.EndsWith("=X", StringComparison.Ordinal) ? AssetClass.Fx
            : id.StartsWith('^') ? AssetClass.Index
            : fred is not null ? fred.AssetClass
            : layout.HasBars ? AssetClass.Equity
            : AssetClass.Macro;
    }

    [GeneratedRegex("[-_](?:[0-9]+(?:s|m|h|d|w|M|min)|daily|hourly|weekly|monthly)$")]
    private static partial Regex TimeframeSuffix();
}
