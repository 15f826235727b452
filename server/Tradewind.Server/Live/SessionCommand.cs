using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Server.Live;

/// <summary>Something a user asks of a running session, answered when it is done and on disk.</summary>
internal sealed class SessionCommand
{
    private readonly TaskCompletionSource<Order> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _taken;

    /// <summary>Creates a command.</summary>
    /// <param name="makeInput">Makes the engine input from the market time at which the command is taken up.</param>
    public SessionCommand(Func<long, EngineInput> makeInput) => MakeInput = makeInput;

    /// <summary>Makes the engine input from the market time at which the command is taken up.</summary>
    public Func<long, EngineInput> MakeInput { get; }

    /// <summary>The order afterwards.</summary>
    /// <param name="caller">Cancelled when the caller has left, which takes back a command that nobody has taken up.</param>
    /// <exception cref="OperationCanceledException">The command was taken back: it has done nothing and will do nothing.</exception>
    public async Task<Order> AnswerAsync(CancellationToken caller)
    {
        await using CancellationTokenRegistration leaving = caller.Register(() =>
        {
            if (TryTake())
            {
                _answer.TrySetCanceled(caller);
            }
        });
        return await _answer.Task.ConfigureAwait(false);
    }

    /// <summary>Takes the command up. Whoever does so first decides what becomes of it: the session, or the caller who leaves.</summary>
    /// <returns>False when it has been taken back.</returns>
    public bool TryTake() => !Interlocked.Exchange(ref _taken, true);

    /// <summary>The command is done and recorded.</summary>
    public void Complete(Order order) => _answer.TrySetResult(order);

    /// <summary>The command was refused.</summary>
    public void Fail(Exception error) => _answer.TrySetException(error);
}
