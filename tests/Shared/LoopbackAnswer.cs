namespace Tradewind.Testing;

/// <summary>An answer of <see cref="LoopbackWeb"/>.</summary>
/// <param name="Body">Text of the body.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="RetryAfter">Seconds of the header Retry-After; null for none.</param>
/// <param name="Location">Where a redirect leads; null for none.</param>
public sealed record LoopbackAnswer(string Body, int Status = 200, int? RetryAfter = null, string? Location = null);
