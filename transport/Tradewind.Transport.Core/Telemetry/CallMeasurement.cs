using System.Diagnostics;
using Grpc.Core;

namespace Tradewind.Transport.Telemetry;

/// <summary>What is measured of one call, from its start to its status.</summary>
internal sealed class CallMeasurement
{
    private readonly CallInstruments _instruments;
    private readonly string _method;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Activity? _activity;
    private string? _serverAddress;
    private int _serverPort;
    private int _isEnded;

    public CallMeasurement(CallInstruments instruments, string method, Activity? activity)
    {
        _instruments = instruments;
        _method = method;
        Requests = new MessageTally(instruments.RequestSize, method);
        Responses = new MessageTally(instruments.ResponseSize, method);
        _activity = activity;
        if (activity is not null)
        {
            activity.SetTag(RpcAttributes.System, RpcAttributes.Grpc).SetTag(RpcAttributes.Method, method);
            // Started, but not made the caller's current activity: only what runs for the call belongs to it.
            Activity? before = Activity.Current;
            activity.Start();
            Activity.Current = before;
        }
    }

    public MessageTally Requests { get; }

    public MessageTally Responses { get; }

    /// <summary>Names the server a client calls.</summary>
    public void SetServer(Uri address)
    {
        _serverAddress = address.IdnHost;
        _serverPort = address.Port;
        _activity?.SetTag(RpcAttributes.ServerAddress, _serverAddress).SetTag(RpcAttributes.ServerPort, _serverPort);
    }

    /// <summary>Makes the call's activity the current one for the rest of the calling async method.</summary>
    public void Enter()
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }
    }

    /// <summary>Records the end of the call, once.</summary>
    public void End(Status status)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
        {
            return;
        }

        bool isClient = _serverAddress is not null;
        string code = RpcAttributes.NameOf(status.StatusCode);
        bool isError = isClient ? status.StatusCode != StatusCode.OK : RpcAttributes.IsServerError(status.StatusCode);
        var tags = new TagList
        {
            { RpcAttributes.System, RpcAttributes.Grpc },
            { RpcAttributes.Method, _method },
        };
        if (isClient)
        {
            tags.Add(RpcAttributes.ServerAddress, _serverAddress);
            tags.Add(RpcAttributes.ServerPort, _serverPort);
        }

        _instruments.Requests.Record(Requests.Count, tags);
        _instruments.Responses.Record(Responses.Count, tags);
        tags.Add(RpcAttributes.StatusCode, code);
        if (isError)
        {
            tags.Add(RpcAttributes.ErrorType, code);
        }

        _instruments.RecordDuration(Stopwatch.GetElapsedTime(_start), tags);
        EndActivity(status, code, isError);
    }

    private void EndActivity(Status status, string code, bool isError)
    {
        if (_activity is null)
        {
            return;
        }

        _activity.SetTag(RpcAttributes.StatusCode, code);
        if (isError)
        {
            _activity.SetTag(RpcAttributes.ErrorType, code).SetStatus(ActivityStatusCode.Error, status.Detail);
        }

        Activity? current = Activity.Current;
        _activity.Stop();
        // Stopping makes the parent current, which is right only where the activity itself was.
        Activity.Current = ReferenceEquals(current, _activity) ? _activity.Parent : current;
    }
}
