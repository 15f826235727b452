using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Server.Live;

/// <summary>Something a user asks of a running session, answered when it is done and on disk.</summary>
internal sealed class SessionCommand
{
    private readonly TaskCompletionSource<Order> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates a command.</summary>
    /// <param name="makeInput">Makes the engine input from the market time at which the command is taken up.</param>
    public SessionCommand(Func<long, EngineInput> makeInput) => MakeInput = makeInput;

    /// <summary>Makes the engine input from the market time at which the command is taken up.</summary>
    public Func<long, EngineInput> MakeInput { get; }

    /// <summary>The order afterwards.</summary>
    public Task<Order> Answer => _answer.Task;

    /// <summary>The command is done and recorded.</summary>
    public void Complete(Order order) => _answer.TrySetResult(order);

    /// <summary>The command was refused.</summary>
    public void Fail(Exception error) => _answer.TrySetException(error);
}
