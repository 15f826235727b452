using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// The raw columns of a frame by what they are: metadata decides, never a part of a name. Only where an instrument has no asset class are
/// whole tokens of its column names read. Engineered columns (without an instrument) take no part.
/// </summary>
internal sealed class RawColumns
{
    private static readonly ImmutableHashSet<string> CryptoTokens =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "USDT", "BTC", "ETH", "SOL", "ADA", "XRP", "DOT");

    private RawColumns(ImmutableArray<RawInstrument> instruments) => Instruments = instruments;

    /// <summary>Instruments in the order of their first column.</summary>
    public ImmutableArray<RawInstrument> Instruments { get; }

    /// <summary>Crypto prices, in declared order.</summary>
    public IEnumerable<FrameColumn> CryptoPrices =>
        Instruments.Where(instrument => instrument.IsCrypto && instrument.Close is not null).Select(instrument => instrument.Close!);

    /// <summary>Credit spreads and yields, in declared order.</summary>
    public IEnumerable<FrameColumn> CreditSpreads =>
        Instruments.Where(instrument => instrument.IsCredit).SelectMany(instrument => instrument.Spreads);

    public static RawColumns Of(Frame frame)
    {
        List<RawInstrument> instruments = [];
        Dictionary<string, RawInstrument> byKey = new(StringComparer.Ordinal);
        foreach (FrameColumn column in frame.Columns)
        {
            if (column.InstrumentId.Length == 0)
            {
                continue;
            }

            bool known = column.AssetClass != AssetClass.Unspecified;
            string prefix = known ? ColumnName.Prefix(column.InstrumentId) : PrefixByTokens(column.Name);
            if (!byKey.TryGetValue(prefix, out RawInstrument? instrument))
            {
                instrument = known
                    ? new RawInstrument(prefix, column.AssetClass)
                    : new RawInstrument(prefix, AssetClassByTokens(column.Name));
                byKey.Add(prefix, instrument);
                instruments.Add(instrument);
            }

            instrument.Add(column, known ? column.Field : column.Name[(column.Name.LastIndexOf('_') + 1)..]);
        }

        return new RawColumns([.. instruments]);
    }

    private static string PrefixByTokens(string name) => name.LastIndexOf('_') is > 0 and int end ? name[..end] : name;

    private static AssetClass AssetClassByTokens(string name)
    {
        string[] tokens = name.Split('_');
        bool credit = tokens.Any(token => FieldKinds.Of(token) is FieldKind.Spread or FieldKind.Yield);
        return tokens.Any(CryptoTokens.Contains) ? AssetClass.CryptoSpot
            : credit ? AssetClass.CreditIndex
            : AssetClass.Unspecified;
    }
}
