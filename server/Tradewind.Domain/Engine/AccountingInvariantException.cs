namespace Tradewind.Domain.Engine;

/// <summary>The books do not balance: a defect. The session stops rather than report a wrong figure.</summary>
/// <param name="message">Which identity failed, with the figures.</param>
public sealed class AccountingInvariantException(string message) : InvalidOperationException(message);
