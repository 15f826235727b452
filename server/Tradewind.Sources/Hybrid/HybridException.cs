using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Hybrid;

/// <summary>Neither side delivered anything.</summary>
/// <param name="api">Why the API did not.</param>
/// <param name="excel">Why the workbook did not.</param>
public sealed class HybridException(Exception api, Exception excel) : TradewindException(
    "HYBRID_BOTH_FAILED", $"Both Bloomberg API and Excel fallback failed. API: {api.Message} Excel: {excel.Message}", new AggregateException(api, excel));
