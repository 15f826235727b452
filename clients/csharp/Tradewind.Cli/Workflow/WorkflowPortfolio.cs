using Tradewind.V1;

namespace Tradewind.Cli.Workflow;

/// <summary>Which of the loaded instruments take part in which step.</summary>
internal sealed class WorkflowPortfolio
{
    private const int MostCreditColumns = 12;
    private static readonly string[] s_barFields = ["open", "high", "low", "close", "volume"];

    public WorkflowPortfolio(IReadOnlyList<LoadedSource> sources)
    {
        Dictionary<string, Instrument> crypto = [];
        Dictionary<string, Instrument> others = [];
        foreach (LoadedSource source in sources)
        {
            foreach (Instrument instrument in source.Report.Instruments)
            {
                (source.HoldsCrypto ?? IsCrypto(instrument) ? crypto : others)[instrument.Id] = instrument;
            }
        }

        Crypto = [.. crypto.Values];
        Others = [.. others.Values];
        if (Crypto.Count == 0)
        {
            throw new WorkflowException("No crypto instrument was loaded; give a file with crypto bars in --crypto.");
        }

        if (Crypto.FirstOrDefault(instrument => FieldNamed(instrument, "close") is null) is { } barless)
        {
            throw new WorkflowException($"{barless.Id} has no close price and cannot be traded; give it in --credit instead.");
        }
    }

    /// <summary>Instruments that are traded, in the order of loading.</summary>
    public IReadOnlyList<Instrument> Crypto { get; }

    /// <summary>Credit and macro instruments, in the order of loading.</summary>
    public IReadOnlyList<Instrument> Others { get; }

    /// <summary>Credit index that drives the regime strategy: one with OAS first, and high yield first, as it reacts first.</summary>
    public Instrument? RegimeCredit => Others
        .Where(instrument => instrument.AssetClass == AssetClass.CreditIndex)
        .OrderBy(instrument => FieldNamed(instrument, "OAS") is null)
        .ThenBy(instrument => !IsHighYield(instrument))
        .FirstOrDefault();

    /// <summary>The regime strategy on that index; null where there is none.</summary>
    public StrategySpec? RegimeStrategy => RegimeCredit is { } credit
        ? new StrategySpec
        {
            StrategyId = "credit_regime",
            Parameters = { ["credit_instrument"] = credit.Id, ["credit_field"] = PrimaryField(credit) },
        }
        : null;

    /// <summary>Everything loaded, all fields.</summary>
    public IEnumerable<PortfolioMember> Everything => Crypto.Concat(Others).Select(instrument => Member(instrument));

    /// <summary>Bars of the crypto instruments and at most a dozen credit and macro columns, spreads first.</summary>
    public IEnumerable<PortfolioMember> Study => Crypto.Select(Bars)
        .Concat(Others.OrderBy(Rank).Take(MostCreditColumns).Select(instrument => Member(instrument, PrimaryField(instrument))));

    /// <summary>What the regime strategy trades and watches.</summary>
    public IEnumerable<PortfolioMember> Traded => RegimeCredit is { } credit
        ? Crypto.Select(Bars).Append(Member(credit, PrimaryField(credit)))
        : Crypto.Select(Bars);

    /// <summary>Bars of the first crypto instrument.</summary>
    public PortfolioMember First => Bars(Crypto[0]);

    /// <summary>Close of the first crypto instrument, as a column name.</summary>
    public string TargetColumn => $"{Crypto[0].ColumnPrefix}_{FieldNamed(Crypto[0], "close")}";

    /// <summary>Row length of the first crypto instrument.</summary>
    public string Timeframe => SeriesOf(Crypto[0]).Timeframe;

    /// <summary>The daily series where there is one, else the first.</summary>
    public static SeriesSummary SeriesOf(Instrument instrument) =>
        instrument.Series.FirstOrDefault(series => series.Timeframe == "1d") ?? instrument.Series.FirstOrDefault() ?? new SeriesSummary();

    private static bool IsCrypto(Instrument instrument) =>
        instrument.AssetClass is AssetClass.CryptoSpot or AssetClass.CryptoPerpetual or AssetClass.CryptoFuture;

    private static bool IsHighYield(Instrument instrument) =>
        instrument.Id.StartsWith("LF98TRUU", StringComparison.OrdinalIgnoreCase)
        || instrument.DisplayName.Contains("high yield", StringComparison.OrdinalIgnoreCase);

    // Credit spreads, then volatility, then rates, then the rest; OrderBy keeps the order of loading inside a rank.
    private static int Rank(Instrument instrument) => instrument.AssetClass switch
    {
        AssetClass.CreditIndex when FieldNamed(instrument, "OAS") is not null => 0,
        _ when instrument.Id.Contains("VIX", StringComparison.OrdinalIgnoreCase) => 1,
        AssetClass.Rate => 2,
        AssetClass.CreditIndex => 3,
        _ => 4,
    };

    private static PortfolioMember Bars(Instrument instrument) =>
        Member(instrument, [.. s_barFields.Select(field => FieldNamed(instrument, field)).OfType<string>()]);

    private static PortfolioMember Member(Instrument instrument, params string[] fields) => new()
    {
        InstrumentId = instrument.Id,
        Timeframe = SeriesOf(instrument).Timeframe,
        Fields = { fields },
    };

    private static string PrimaryField(Instrument instrument) =>
        FieldNamed(instrument, "OAS") ?? FieldNamed(instrument, "close") ?? SeriesOf(instrument).Fields.FirstOrDefault()
        ?? throw new WorkflowException($"{instrument.Id} was loaded without any field.");

    private static string? FieldNamed(Instrument instrument, string name) =>
        SeriesOf(instrument).Fields.FirstOrDefault(field => field.Equals(name, StringComparison.OrdinalIgnoreCase));
}
