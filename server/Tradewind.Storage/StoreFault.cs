namespace Tradewind.Storage;

/// <summary>Why a store could not do its work.</summary>
public enum StoreFault
{
    /// <summary>There is no room left, on the disk or below the limit set for the store.</summary>
    Full = 0,

    /// <summary>The store can be read but not written.</summary>
    ReadOnly,

    /// <summary>The disk or the database server did not answer as it should.</summary>
    Unreachable,

    /// <summary>The structure of the store itself is damaged.</summary>
    Damaged,
}
