namespace Tradewind.Domain.Market;

/// <summary>One column of a <see cref="Frame"/>: values with what they are and where they come from.</summary>
/// <param name="Name">Column name, e.g. <c>BTC_USDT_close</c>; unique in the frame.</param>
/// <param name="InstrumentId">Instrument of a raw column; empty for an engineered one.</param>
/// <param name="AssetClass">Asset class of the instrument; unspecified for an engineered column.</param>
/// <param name="Field">Source field of a raw column; empty for an engineered one.</param>
/// <param name="Kind">What the column measures.</param>
/// <param name="Values">One value a row; NaN where missing.</param>
public sealed record FrameColumn(
    string Name, string InstrumentId, AssetClass AssetClass, string Field, FieldKind Kind, ReadOnlyMemory<double> Values);
