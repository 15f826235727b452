namespace Tradewind.EndToEnd.Tests;

/// <summary>When, during a load, the server is killed; each is seen from outside, in the files of the data folder.</summary>
public enum KillMoment
{
    /// <summary>Part of the upload has arrived.</summary>
    Receiving,

    /// <summary>All of it has arrived and is being read and checked.</summary>
    Reading,

    /// <summary>The transaction has begun to write.</summary>
    Storing,

    /// <summary>Most of the transaction is in the write-ahead log.</summary>
    StoringTheEnd,

    /// <summary>The transaction is complete, the answer perhaps not yet sent.</summary>
    Stored,
}
