using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Client;

/// <summary>What the client measures, under the name <c>Tradewind.Transport.Client</c>.</summary>
internal static class ClientInstruments
{
    public const string Name = "Tradewind.Transport.Client";

    private static readonly CallInstruments Instruments = new(new ActivitySource(Name), new Meter(Name), "client", ActivityKind.Client);

    // A client calls the methods of its stubs, which are not many.
    private static readonly ConcurrentDictionary<string, string> MethodNames = [];

    public static CallMeasurement? Start(GrpcChannel channel, IMethod method)
    {
        CallMeasurement? measurement = Instruments.Start(MethodNames.GetOrAdd(method.FullName, static path => path.TrimStart('/')));
        measurement?.SetServer(channel.Address);
        return measurement;
    }
}
