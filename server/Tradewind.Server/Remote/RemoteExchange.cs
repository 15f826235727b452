using System.Threading.Channels;
using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>
/// Hands steps from the thread of the engine to the call and answers back, one at a time: the engine waits where its strategy decides.
/// </summary>
internal sealed class RemoteExchange(long tradeFrom, CancellationToken cancellation) : IRemoteDecider, IDisposable
{
    private readonly Channel<RemoteStep> _steps = Channel.CreateBounded<RemoteStep>(1);
    private readonly SemaphoreSlim _answered = new(0);
    private RemoteAnswer _answer = new();

    /// <summary>Steps to send.</summary>
    public ChannelReader<RemoteStep> Steps => _steps.Reader;

    /// <inheritdoc />
    public bool IsWarmUp(long time) => time <= tradeFrom;

    /// <inheritdoc />
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    public RemoteAnswer Ask(RemoteStep step)
    {
        _steps.Writer.TryWrite(step);
        _answered.Wait(cancellation);
        return _answer;
    }

    /// <summary>Answers the step asked last. On the thread of the call.</summary>
    public void Answer(RemoteAnswer answer)
    {
        _answer = answer;
        _answered.Release();
    }

    /// <summary>No further step comes.</summary>
    public void Complete() => _steps.Writer.TryComplete();

    /// <inheritdoc />
    public void Dispose() => _answered.Dispose();
}
