namespace Tradewind.Sources.Hybrid;

/// <summary>Where the values of a column came from.</summary>
public enum ProvenanceSource
{
    /// <summary>Nowhere: neither side has the column.</summary>
    None = 0,

    /// <summary>All from the API.</summary>
    Api,

    /// <summary>All from the workbook.</summary>
    Excel,

    /// <summary>Some from each.</summary>
    Mixed,
}
