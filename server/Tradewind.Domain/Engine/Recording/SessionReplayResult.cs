namespace Tradewind.Domain.Engine.Recording;

/// <summary>What a replay gave.</summary>
/// <param name="Ledger">Orders, fills, trades, signals and equity.</param>
/// <param name="Cash">Cash at the end.</param>
/// <param name="Equity">Equity at the end.</param>
/// <param name="Positions">Positions that are not flat at the end.</param>
/// <param name="LedgerHash">Hash to hold against the original session's, see <see cref="Recording.LedgerHash"/>.</param>
/// <param name="RefusedCommands">Commands that were refused, as they were in the session.</param>
public sealed record SessionReplayResult(SessionLedger Ledger, decimal Cash, double Equity, IReadOnlyList<Position> Positions, string LedgerHash, int RefusedCommands);
