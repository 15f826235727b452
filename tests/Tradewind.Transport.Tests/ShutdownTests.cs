using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tradewind.Transport.Tests;

public sealed class ShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Running_call_ends_as_it_would_have()
    {
        await using TestHost host = await TestHost.StartAsync();
        Task<Reply> call = host.Client.UnaryAsync(new Instruction { Text = "in time", Hang = true, IgnoreCancellation = true }).ResponseAsync;
        await host.Journal.Hanging.Task.WaitAsync(Patience);
        Task stopping = host.StopAsync();
        host.Journal.LetGo.SetResult();
        Assert.Equal("in time", (await call.WaitAsync(Patience)).Text);
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task Endless_stream_ends_with_UNAVAILABLE_so_that_its_client_comes_back()
    {
        await using TestHost host = await TestHost.StartAsync(services: Within(TimeSpan.FromSeconds(10)));
        using AsyncServerStreamingCall<Reply> call = host.Client.ServerStream(new Instruction { Replies = 1, Hang = true });
        Assert.True(await call.ResponseStream.MoveNext(default));
        await host.Journal.Hanging.Task.WaitAsync(Patience);
        Task stopping = host.StopAsync();
        Assert.Equal(StatusCode.Unavailable, await StatusOf(() => call.ResponseStream.MoveNext(default)));
        await host.Journal.Cancelled.Task.WaitAsync(Patience);
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task Stream_whose_client_sends_for_ever_ends_too()
    {
        await using TestHost host = await TestHost.StartAsync(services: Within(TimeSpan.FromSeconds(2)));
        using AsyncDuplexStreamingCall<Instruction, Reply> call = host.Client.Duplex();
        await call.RequestStream.WriteAsync(new Instruction());
        Assert.True(await call.ResponseStream.MoveNext(default));
        Task stopping = host.StopAsync();
        Assert.Equal(StatusCode.Unavailable, await StatusOf(() => call.ResponseStream.MoveNext(default)));
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task Call_that_outlasts_the_host_is_told_so()
    {
        await using TestHost host = await TestHost.StartAsync(services: Within(TimeSpan.FromSeconds(1)));
        Task<Reply> call = host.Client.UnaryAsync(new Instruction { Hang = true }).ResponseAsync;
        await host.Journal.Hanging.Task.WaitAsync(Patience);
        Task stopping = host.StopAsync();
        Assert.Equal(StatusCode.Unavailable, await StatusOf(() => call));
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task New_call_is_refused_while_the_host_stops()
    {
        await using TestHost host = await TestHost.StartAsync();
        await host.Client.UnaryAsync(new Instruction());
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(StatusCode.Unavailable, await StatusOf(() => host.Client.UnaryAsync(new Instruction()).ResponseAsync));
    }

    private static Action<IServiceCollection> Within(TimeSpan timeout) =>
        services => services.Configure<HostOptions>(options => options.ShutdownTimeout = timeout);

    private static async Task<StatusCode> StatusOf(Func<Task> call)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call().WaitAsync(Patience));
        return failure.StatusCode;
    }
}
