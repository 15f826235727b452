using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>
/// The store could not do its work; a write in progress was undone. Reasons: <c>STORE_FULL</c>, <c>STORE_READ_ONLY</c>,
/// <c>STORE_UNREACHABLE</c>, <c>STORE_DAMAGED</c>.
/// </summary>
/// <param name="fault">What is wrong.</param>
/// <param name="detail">What the database says, without anything secret.</param>
/// <param name="inner">Error of the database.</param>
public sealed class StoreFaultException(StoreFault fault, string detail, Exception inner)
    : TradewindException(ReasonOf(fault), $"{Advice(fault)} ({detail})", inner)
{
    /// <summary>What is wrong.</summary>
    public StoreFault Fault { get; } = fault;

    private static string ReasonOf(StoreFault fault) => fault switch
    {
        StoreFault.Full => "STORE_FULL",
        StoreFault.ReadOnly => "STORE_READ_ONLY",
        StoreFault.Damaged => "STORE_DAMAGED",
        _ => "STORE_UNREACHABLE",
    };

    private static string Advice(StoreFault fault) => fault switch
    {
        StoreFault.Full =>
            "The store has no room left, so nothing was written. Free space on its disk, apply retention, or raise max_store_bytes.",
        StoreFault.ReadOnly => "The store cannot be written, so nothing was. Give the server write access to it, then repeat the request.",
        StoreFault.Damaged => "The store is damaged. Stop the server and restore a backup.",
        _ => "The store does not answer. Look after its disk or its database server, then repeat the request.",
    };
}
