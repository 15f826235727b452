using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport;

/// <summary>What the server measures, under the name <c>Tradewind.Transport.Server</c>.</summary>
internal static class ServerInstruments
{
    public const string Name = "Tradewind.Transport.Server";

    private static readonly CallInstruments Instruments = new(new ActivitySource(Name), new Meter(Name), "server", ActivityKind.Server);

    /// <summary>Starts to measure a call, as part of the trace its request belongs to.</summary>
    public static CallMeasurement? Start(string method, HttpContext http)
    {
        // ASP.NET Core starts an activity of its own where somebody listens to it; then that one is the parent already.
        ActivityContext parent = default;
        if (Activity.Current is null)
        {
            ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, isRemote: true, out parent);
        }

        return Instruments.Start(method, parent);
    }
}
