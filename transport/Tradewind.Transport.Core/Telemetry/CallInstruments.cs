using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tradewind.Transport.Telemetry;

/// <summary>
/// The activity source and the instruments of one side. Names, units and attributes are those of the OpenTelemetry conventions for RPC:
/// <c>rpc.{side}.call.duration</c> in seconds, message sizes in bytes before compression, messages a call.
/// </summary>
internal sealed class CallInstruments
{
    /// <summary>The boundaries the conventions advise for durations in seconds.</summary>
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private readonly ActivityKind _kind;
    private readonly ActivitySource _source;
    private readonly Histogram<double> _duration;

    /// <param name="source">Where activities come from.</param>
    /// <param name="meter">Where the instruments belong.</param>
    /// <param name="side"><c>client</c> or <c>server</c>.</param>
    /// <param name="kind">The kind of the activities.</param>
    public CallInstruments(ActivitySource source, Meter meter, string side, ActivityKind kind)
    {
        _kind = kind;
        _source = source;
        _duration = meter.CreateHistogram($"rpc.{side}.call.duration", "s", "Time from the start of a call to its status.", tags: null, Durations);
        RequestSize = meter.CreateHistogram<long>($"rpc.{side}.request.size", "By", "Size of a request message before compression.");
        ResponseSize = meter.CreateHistogram<long>($"rpc.{side}.response.size", "By", "Size of a response message before compression.");
        Requests = meter.CreateHistogram<long>($"rpc.{side}.requests_per_rpc", "{count}", "Request messages of a call.");
        Responses = meter.CreateHistogram<long>($"rpc.{side}.responses_per_rpc", "{count}", "Response messages of a call.");
    }

    public Histogram<long> RequestSize { get; }

    public Histogram<long> ResponseSize { get; }

    public Histogram<long> Requests { get; }

    public Histogram<long> Responses { get; }

    /// <summary>Starts to measure a call; null where nobody listens, so that it costs nothing.</summary>
    /// <param name="method">Full name of the method, <c>package.Service/Method</c>.</param>
    /// <param name="parent">The caller's context, where it is not the current activity.</param>
    public CallMeasurement? Start(string method, ActivityContext parent = default)
    {
        Activity? activity = null;
        if (_source.HasListeners())
        {
            activity = parent == default
                ? _source.CreateActivity(method, _kind)
                : _source.CreateActivity(method, _kind, parent);
        }

        return activity is not null || _duration.Enabled || RequestSize.Enabled || ResponseSize.Enabled || Requests.Enabled || Responses.Enabled
            ? new CallMeasurement(this, method, activity)
            : null;
    }

    public void RecordDuration(TimeSpan duration, in TagList tags) => _duration.Record(duration.TotalSeconds, tags);
}
