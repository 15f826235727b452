namespace Tradewind.Domain.Market.Futures;

/// <summary>Verdict on a ticker.</summary>
/// <param name="Valid">True when the grammar knows it.</param>
/// <param name="Reason">Empty when valid, else <c>EmptyTicker</c>, <c>MissingSuffix</c>, <c>UnknownCommodity</c> or <c>UnknownFormat</c>.</param>
/// <param name="Message"><c>Valid</c>, with the kind for indices; else what was expected.</param>
public sealed record TickerValidation(bool Valid, string Reason, string Message);
