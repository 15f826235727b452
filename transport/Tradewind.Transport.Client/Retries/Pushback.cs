namespace Tradewind.Transport.Client.Retries;

/// <summary>A server's word on making a call again.</summary>
/// <param name="IsRefused">It does not want the call again.</param>
/// <param name="Delay">It wants the call after this time; null where it leaves that to the client.</param>
internal readonly record struct Pushback(bool IsRefused, TimeSpan? Delay);
