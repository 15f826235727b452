namespace Tradewind.Domain.Market;

/// <summary>Names of frame columns: the instrument's prefix, an underscore, the field.</summary>
public static class ColumnName
{
    /// <summary>Replaces each <c>/</c>, blank, <c>-</c>, <c>:</c> and <c>.</c> of an id by <c>_</c>; keeps case, collapses nothing.</summary>
    public static string Prefix(string instrumentId) => string.Create(instrumentId.Length, instrumentId, static (target, id) =>
    {
        for (int i = 0; i < id.Length; i++)
        {
            target[i] = id[i] is '/' or ' ' or '-' or ':' or '.' ? '_' : id[i];
        }
    });

    /// <summary>Column of one field, e.g. <c>BTC_USDT_close</c>.</summary>
    public static string Of(string instrumentId, string field) => $"{Prefix(instrumentId)}_{field}";
}
