namespace Tradewind.Server.Live;

/// <summary>Brings market time steps when they happen.</summary>
internal interface ILiveSource : IFeedSource, IAsyncDisposable
{
    /// <summary>Steps as they happen, without an end of their own. Can be read once.</summary>
    IAsyncEnumerable<LiveStep> ReadAsync(CancellationToken cancellation);
}
