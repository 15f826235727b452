using Tradewind.Domain.Engine.Recording;
using Tradewind.Server.Live;

namespace Tradewind.Paper.Tests;

/// <summary>Who decides what becomes of a command: the session that takes it up, or the caller who leaves.</summary>
public sealed class SessionCommandTests
{
    [Fact]
    public async Task A_command_whose_caller_has_left_is_not_taken_up()
    {
        using CancellationTokenSource caller = new();
        SessionCommand command = new(time => new CancelInput(time, "ORD-1"));
        Task answer = command.AnswerAsync(caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.False(command.TryTake());
    }

    [Fact]
    public async Task A_command_that_has_been_taken_up_is_answered_although_its_caller_leaves()
    {
        using CancellationTokenSource caller = new();
        SessionCommand command = new(time => new CancelInput(time, "ORD-1"));
        Task answer = command.AnswerAsync(caller.Token);
        Assert.True(command.TryTake());
        await caller.CancelAsync();
        Assert.False(answer.IsCompleted);
        command.Fail(new InvalidOperationException("refused"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
    }
}
