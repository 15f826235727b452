using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>The raw columns of one instrument by role.</summary>
internal sealed class RawInstrument(string prefix, AssetClass assetClass)
{
    public string Prefix { get; } = prefix;

    public AssetClass AssetClass { get; } = assetClass;

    public bool IsCrypto => AssetClass.IsCrypto();

    public bool IsCredit => AssetClass.IsCredit();

    /// <summary>Close or last price; none for credit, whose price index is not what is traded.</summary>
    public FrameColumn? Close { get; private set; }

    public FrameColumn? Open { get; private set; }

    public FrameColumn? High { get; private set; }

    public FrameColumn? Low { get; private set; }

    public FrameColumn? Volume { get; private set; }

    public FrameColumn? OpenInterest { get; private set; }

    /// <summary>Spreads and yields, in declared order.</summary>
    public List<FrameColumn> Spreads { get; } = [];

    /// <summary>Every column, in declared order.</summary>
    public List<FrameColumn> All { get; } = [];

    public void Add(FrameColumn column, string field)
    {
        All.Add(column);
        FieldKind kind = column.Kind == FieldKind.Unknown ? FieldKinds.Of(field) : column.Kind;
        if (kind is FieldKind.Spread or FieldKind.Yield)
        {
            Spreads.Add(column);
            return;
        }

        switch (field.ToUpperInvariant())
        {
            case "CLOSE" or "PRICE" or "PX_LAST" when !IsCredit:
                Close ??= column;
                break;
            case "OPEN" or "PX_OPEN":
                Open ??= column;
                break;
            case "HIGH" or "PX_HIGH":
                High ??= column;
                break;
            case "LOW" or "PX_LOW":
                Low ??= column;
                break;
            case "VOLUME" or "PX_VOLUME":
                Volume ??= column;
                break;
            case "OPEN_INTEREST" or "OPEN_INT" or "OI":
                OpenInterest ??= column;
                break;
        }
    }
}
