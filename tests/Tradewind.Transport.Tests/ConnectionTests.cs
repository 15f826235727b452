using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Tradewind.Transport.Tests;

public sealed class ConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(true, StatusCode.OK)]
    [InlineData(false, StatusCode.Unavailable)]
    public async Task Call_that_waits_for_a_connection_outlasts_failed_ones(bool waits, StatusCode expected)
    {
        await using TestHost host = await TestHost.StartAsync();
        var client = new Interop.InteropClient(ChannelThatFails(host, failures: 2));
        using AsyncUnaryCall<Reply> call = client.UnaryAsync(new Instruction(), new CallOptions().WithWaitForReady(waits));
        Assert.Equal(expected, await StatusOf(call));
    }

    [Fact]
    public async Task Call_that_waits_for_a_connection_keeps_its_deadline()
    {
        await using TestHost host = await TestHost.StartAsync();
        var client = new Interop.InteropClient(ChannelThatFails(host, failures: int.MaxValue));
        using AsyncUnaryCall<Reply> call = client.UnaryAsync(
            new Instruction(), new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(200)).WithWaitForReady());
        Assert.Equal(StatusCode.DeadlineExceeded, await StatusOf(call));
    }

    [Fact]
    public async Task State_follows_the_connections()
    {
        await using TestHost host = await TestHost.StartAsync();
        GrpcChannel channel = host.Channel();
        Assert.Equal(ConnectivityState.Idle, channel.State);
        Task leavesIdle = channel.WaitForStateChangedAsync(ConnectivityState.Idle);
        await channel.ConnectAsync().WaitAsync(Patience);
        await leavesIdle.WaitAsync(Patience);
        Assert.Equal(ConnectivityState.Ready, channel.State);

        await new Interop.InteropClient(channel).UnaryAsync(new Instruction());
        Assert.Equal(ConnectivityState.Ready, channel.State);
        Task leavesReady = channel.WaitForStateChangedAsync(ConnectivityState.Ready);
        await host.StopAsync();
        await leavesReady.WaitAsync(Patience);
        Assert.Equal(ConnectivityState.Idle, channel.State);

        channel.Dispose();
        Assert.Equal(ConnectivityState.Shutdown, channel.State);
    }

    [Fact]
    public async Task State_tells_of_a_server_that_is_not_there()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{ClosedPort()}");
        using AsyncUnaryCall<Reply> call = new Interop.InteropClient(channel).UnaryAsync(new Instruction());
        Assert.Equal(StatusCode.Unavailable, await StatusOf(call));
        Assert.Equal(ConnectivityState.TransientFailure, channel.State);

        using var stop = new CancellationTokenSource();
        Task connecting = channel.ConnectAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public void State_is_not_known_where_others_make_the_connections()
    {
        using var http = new HttpClient();
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { HttpClient = http });
        Assert.Throws<InvalidOperationException>(() => channel.State);
    }

    [Fact]
    public async Task More_streams_than_a_connection_takes_open_further_connections()
    {
        var script = new ScriptedServer { Hangs = 7 };
        await using TestHost host = await TestHost.StartAsync(
            grpc => grpc.Interceptors.Add<ScriptedServer>(),
            services => services.AddSingleton(script)
                .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = 2));
        AsyncUnaryCall<Reply>[] calls = [.. Enumerable.Range(0, 7).Select(_ => host.Client.UnaryAsync(new Instruction()))];
        Task failed = Task.WhenAny(calls.Select(call => call.ResponseAsync)).Unwrap();
        foreach (AsyncUnaryCall<Reply> _ in calls)
        {
            Task<bool> hanging = script.Hanging.WaitAsync(Patience);
            // A call that ends now was not taken to another connection; awaiting it tells why.
            await await Task.WhenAny(hanging, failed);
            Assert.True(await hanging);
        }

        foreach (AsyncUnaryCall<Reply> call in calls)
        {
            call.Dispose();
        }
    }

    [Fact]
    public async Task Streams_a_connection_has_no_room_for_go_to_another_one()
    {
        await using TestHost host = await TestHost.StartAsync(
            services: services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = 2));
        // All at once: a connection tells what it takes only after the first streams are on their way.
        AsyncDuplexStreamingCall<Instruction, Reply>[] calls = [.. Enumerable.Range(0, 7).Select(_ => host.Client.Duplex())];
        await Task.WhenAll(calls.Select(async (call, index) =>
        {
            string[] texts = [$"first {index}", $"second {index}"];
            foreach (string text in texts)
            {
                await call.RequestStream.WriteAsync(new Instruction { Text = text }).WaitAsync(Patience);
            }

            foreach (string text in texts)
            {
                Assert.True(await call.ResponseStream.MoveNext(default).WaitAsync(Patience));
                Assert.Equal(text, call.ResponseStream.Current.Text);
            }
        }));

        foreach (AsyncDuplexStreamingCall<Instruction, Reply> call in calls)
        {
            call.Dispose();
        }
    }

    [Fact]
    public async Task Finished_request_streams_that_are_refused_lose_no_message()
    {
        await using TestHost host = await TestHost.StartAsync(
            services: services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = 2));
        await Task.WhenAll(Enumerable.Range(0, 7).Select(async index =>
        {
            using AsyncClientStreamingCall<Instruction, Reply> call = host.Client.ClientStream();
            foreach (int size in (int[])[1000, 100, index])
            {
                var request = new Instruction { Payload = ByteString.CopyFrom(new byte[size]) };
                await call.RequestStream.WriteAsync(request).WaitAsync(Patience);
            }

            await call.RequestStream.CompleteAsync().WaitAsync(Patience);
            Reply reply = await call.ResponseAsync.WaitAsync(Patience);
            Assert.Equal((3, 1100 + index), (reply.Number, reply.TotalSize));
        }));
    }

    private static GrpcChannel ChannelThatFails(TestHost host, int failures)
    {
        int made = 0;
        return host.Channel(new GrpcChannelOptions
        {
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(1),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(5),
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellationToken) =>
                {
                    if (Interlocked.Increment(ref made) <= failures)
                    {
                        throw new SocketException((int)SocketError.ConnectionRefused);
                    }

                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            },
        });
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<StatusCode> StatusOf(AsyncUnaryCall<Reply> call)
    {
        try
        {
            await call.ResponseAsync.WaitAsync(Patience);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
