using System.Globalization;
using Grpc.Core;

namespace Tradewind.Transport.Tests;

/// <summary>A service with a dependency of its call's scope.</summary>
internal sealed class ScopedService(ScopedDependency dependency, CallJournal journal) : Scoped.ScopedBase, IAsyncDisposable
{
    public override Task<Reply> Who(Instruction request, ServerCallContext context) =>
        Task.FromResult(new Reply { Text = dependency.Id.ToString() });

    public override Task<Reply> Describe(Instruction request, ServerCallContext context) => Task.FromResult(new Reply
    {
        Text = string.Join(
            '|',
            context.Method,
            context.Host,
            context.Peer,
            context.Deadline.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            context.AuthContext.IsPeerAuthenticated,
            context.GetHttpContext().Request.Protocol),
    });

    public ValueTask DisposeAsync()
    {
        journal.Seen.Add("service disposed");
        return ValueTask.CompletedTask;
    }
}
