using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>What a reader of quotes learns next.</summary>
/// <param name="Message">The message, without its sequence.</param>
/// <param name="Error">Where the source refused the symbol: why.</param>
internal sealed record QuoteNews(StreamQuotesResponse Message, ConnectorError? Error = null);
