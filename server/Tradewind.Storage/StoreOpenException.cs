using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>
/// A store cannot be opened. Reasons: <c>STORE_IN_USE</c>, <c>STORE_READ_ONLY</c>, <c>STORE_FULL</c>, <c>STORE_NEWER_SCHEMA</c>,
/// <c>STORE_MIGRATION_CHANGED</c>, <c>STORE_FOREIGN_FILE</c>, <c>STORE_FOREIGN_DATABASE</c>, <c>STORE_UNREACHABLE</c>,
/// <c>STORE_CONNECTION_INVALID</c>.
/// </summary>
/// <param name="reason">Stable code.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">Cause, where there is one.</param>
public sealed class StoreOpenException(string reason, string message, Exception? inner = null)
    : TradewindException(reason, message, inner);
