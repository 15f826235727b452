using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Tradewind.Transport.Tests;

[Collection(AloneCollection.Name)]
public sealed class TelemetryTests : IDisposable
{
    private const string Service = "tradewind.transport.tests.Interop";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = [];
    private readonly ConcurrentQueue<Activity> _activities = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _listener;

    public TelemetryTests()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Tradewind.Transport.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Tradewind.Transport.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Both_sides_record_duration_messages_and_bytes_under_the_names_of_the_conventions()
    {
        await using TestHost host = await TestHost.StartAsync();
        using AsyncServerStreamingCall<Reply> call = host.Client.ServerStream(new Instruction { Text = "abc", Replies = 3 });
        while (await call.ResponseStream.MoveNext(default))
        {
        }

        var bytes = new Reply { Text = "abc", Number = 1 }.CalculateSize();
        foreach (string side in (string[])["client", "server"])
        {
            (_, double seconds, Dictionary<string, object?> tags) = await MeasurementAsync($"rpc.{side}.call.duration");
            Assert.InRange(seconds, 1e-6, 20);
            Assert.Equal("grpc", tags["rpc.system.name"]);
            Assert.Equal($"{Service}/ServerStream", tags["rpc.method"]);
            Assert.Equal("OK", tags["rpc.response.status_code"]);
            Assert.DoesNotContain("error.type", tags);
            Assert.Equal(1, (await MeasurementAsync($"rpc.{side}.requests_per_rpc")).Value);
            Assert.Equal(3, (await MeasurementAsync($"rpc.{side}.responses_per_rpc")).Value);
            Assert.Equal(3, _measured.Count(one => one.Instrument == $"rpc.{side}.response.size"));
            Assert.Contains(_measured, one => one.Instrument == $"rpc.{side}.response.size" && one.Value == bytes);
        }

        Assert.Equal("127.0.0.1", (await MeasurementAsync("rpc.client.call.duration")).Tags["server.address"]);
    }

    [Fact]
    public async Task Failures_name_their_status()
    {
        await using TestHost host = await TestHost.StartAsync();
        await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new Instruction { FailCode = (int)StatusCode.NotFound, FailMessage = "no" }).ResponseAsync);
        Dictionary<string, object?> client = (await MeasurementAsync("rpc.client.call.duration")).Tags;
        Dictionary<string, object?> server = (await MeasurementAsync("rpc.server.call.duration")).Tags;
        Assert.Equal(("NOT_FOUND", "NOT_FOUND"), (client["rpc.response.status_code"], client["error.type"]));
        // What the caller asked for is not there, which is no error of the server.
        Assert.Equal("NOT_FOUND", server["rpc.response.status_code"]);
        Assert.DoesNotContain("error.type", server);
    }

    [Fact]
    public async Task Trace_goes_from_the_caller_through_the_client_to_the_server()
    {
        await using TestHost host = await TestHost.StartAsync();
        using var caller = new Activity("caller");
        caller.Start();
        await host.Client.UnaryAsync(new Instruction());
        Assert.Same(caller, Activity.Current);
        caller.Stop();

        Activity client = await ActivityAsync(ActivityKind.Client);
        Activity server = await ActivityAsync(ActivityKind.Server);
        Assert.Equal($"{Service}/Unary", client.OperationName);
        Assert.Equal($"{Service}/Unary", server.OperationName);
        Assert.Equal(caller.TraceId, client.TraceId);
        Assert.Equal(caller.SpanId, client.ParentSpanId);
        Assert.Equal(caller.TraceId, server.TraceId);
        Assert.True(server.HasRemoteParent);
        Assert.Equal("OK", server.GetTagItem("rpc.response.status_code"));
    }

    [Fact]
    public async Task Names_nobody_serves_are_not_recorded()
    {
        await using TestHost host = await TestHost.StartAsync();
        await Assert.ThrowsAsync<RpcException>(() => new Scoped.ScopedClient(host.Channel()).WhoAsync(new Instruction()).ResponseAsync);
        Dictionary<string, object?> tags = (await MeasurementAsync("rpc.server.call.duration")).Tags;
        Assert.Equal(("_OTHER", "UNIMPLEMENTED"), (tags["rpc.method"], tags["rpc.response.status_code"]));
    }

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));

    /// <summary>The server records the end of a call a moment after its client has heard of it.</summary>
    private async Task<(string Instrument, double Value, Dictionary<string, object?> Tags)> MeasurementAsync(string instrument) =>
        (await UntilAsync(() => _measured.Where(one => one.Instrument == instrument).ToArray()))[0];

    private async Task<Activity> ActivityAsync(ActivityKind kind) =>
        (await UntilAsync(() => _activities.Where(activity => activity.Kind == kind).ToArray()))[0];

    private static async Task<T[]> UntilAsync<T>(Func<T[]> find)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (find() is { Length: > 0 } found)
            {
                return found;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "Nothing was recorded.");
            await Task.Yield();
        }
    }
}
