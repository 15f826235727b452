namespace Tradewind.Storage;

/// <summary>Answer to an attempt to begin a request.</summary>
/// <param name="Outcome">What became of the id.</param>
/// <param name="Response">The first answer for <see cref="RequestOutcome.Replay"/>; empty otherwise.</param>
public readonly record struct RequestClaim(RequestOutcome Outcome, ReadOnlyMemory<byte> Response = default);
