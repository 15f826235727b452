namespace Tradewind.Server.Live;

/// <summary>Where a session is recorded.</summary>
/// <param name="Inputs">Everything the engine was told, in order.</param>
/// <param name="Events">Everything that happened, in order.</param>
/// <param name="Answers">What a program outside of the server decided, by step; empty for other sessions.</param>
internal sealed record SessionJournals(LiveJournal Inputs, LiveJournal Events, LiveJournal Answers);
