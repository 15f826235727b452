namespace Tradewind.Benchmarks;

/// <summary>Our server beside those of other implementations under one C++ client; our client beside that client.</summary>
internal static class TransportArea
{
    private const string Area = "transport";
    private const string CorePeer = "C++ C-core server";
    private const int Rounds = 5;
    // grpcio takes ten times as long a message as the others; a rate needs fewer of them.
    private const int GrpcioDivisor = 10;

    private static readonly ThroughputCase[] Cases =
    [
        new("stream of 7-field messages", "bars", 200_000, 0),
        new("stream of 64 KiB payloads", "blocks", 8000, 64 * 1024),
        new("stream of 1 MiB payloads", "blocks", 500, 1024 * 1024),
        new("unary, one at a time", "unary", 3000, 0),
        new("unary, 50 in flight", "flight", 20_000, 0),
    ];

    // Above the C++ server, above the C++ pair with our client in place of its own.
    private static readonly (double Server, double Client)[] Targets = [(2, 1), (0.9, 0.85), (0.9, 0.85), (0.85, 0.85), (1, 0.85)];

    public static void Run()
    {
        string built = Places.Artifacts(Area);
        using PeerProgram ours = PeerProgram.Start(true, Environment.ProcessPath!, ["serve"])
            ?? throw new InvalidOperationException("Our server did not start.");
        PeerProgram? builder = PeerProgram.Start(false, "bash", [Places.Source("transport", "build.sh"), built]);
        builder?.WaitForEnd();
        builder?.Dispose();
        using PeerProgram? core = PeerProgram.Start(true, Path.Combine(built, "server"), []);
        using PeerProgram? client = PeerProgram.Start(false, Path.Combine(built, "client"), []);
        if (core is null || client is null)
        {
            using var own = new ThroughputClient(ours.Greeting);
            foreach (ThroughputCase work in Cases)
            {
                double seconds = Measurement.Medians(Rounds, () => Run(own, work))[0];
                Row.Alone(Area, work.Name, work.Unit, work.Rate(seconds), CorePeer, "libgrpc++-dev is not installed; our own client").Print();
            }

            return;
        }

        using PeerProgram? node = PeerProgram.Start(
            true, "node", [Places.Source("transport", "server.js"), Places.Source("transport", "throughput.proto")],
            ("NODE_PATH", Path.Combine(Places.Root, "tests", "Tradewind.Transport.Tests", "Interop", "node", "node_modules")));
        using PeerProgram? python = PeerProgram.Start(true, "/usr/bin/python3", [Places.Source("transport", "server.py"), built]);
        CompareServers(client, ours, core, node, python);
        CompareClients(client, ours, core);
        CompareMemory(ours, core);
    }

    private static void CompareServers(PeerProgram client, PeerProgram ours, PeerProgram core, PeerProgram? node, PeerProgram? python)
    {
        for (int i = 0; i < Cases.Length; i++)
        {
            ThroughputCase work = Cases[i];
            List<(string Name, PeerProgram Server, ThroughputCase Work)> servers = [("ours", ours, work), (CorePeer, core, work)];
            if (node is not null)
            {
                servers.Add(("grpc-js server", node, work));
            }

            if (python is not null)
            {
                servers.Add(("grpcio server", python, work.DividedBy(GrpcioDivisor)));
            }

            double[] seconds = Measurement.Medians(
                Rounds, [.. servers.Select(server => (Func<double>)(() => Run(client, server.Server, server.Work)))]);
            double[] rates = [.. seconds.Select((time, server) => servers[server].Work.Rate(time))];
            for (int peer = 1; peer < servers.Count; peer++)
            {
                double target = peer == 1 ? Targets[i].Server : 1;
                Row.OfRates(Area, work.Name, work.Unit, rates[0], servers[peer].Name, rates[peer], target).Print();
            }

            foreach ((string name, PeerProgram? server) in ((string, PeerProgram?)[])[("grpc-js server", node), ("grpcio server", python)])
            {
                if (server is null)
                {
                    Row.Alone(Area, work.Name, work.Unit, rates[0], name, "the peer is not installed").Print();
                }
            }
        }
    }

    private static void CompareClients(PeerProgram client, PeerProgram ours, PeerProgram core)
    {
        using var ownClient = new ThroughputClient(ours.Greeting);
        for (int i = 0; i < Cases.Length; i++)
        {
            ThroughputCase work = Cases[i];
            double[] seconds = Measurement.Medians(Rounds, () => Run(ownClient, work), () => Run(client, core, work));
            Row.OfRates(
                Area, $"{work.Name}, our client and server", work.Unit, work.Rate(seconds[0]), "C++ client and server",
                work.Rate(seconds[1]), Targets[i].Client).Print();
        }
    }

    private static void CompareMemory(PeerProgram ours, PeerProgram core)
    {
        const double LimitMiB = 120;
        double peak = ours.PeakResidentMiB;
        Row.OfTimes(Area, "peak resident memory of the server", "MiB", peak, "limit", LimitMiB, 1).Print();
        Row.OfTimes(Area, "peak resident memory of the server", "MiB", peak, CorePeer, core.PeakResidentMiB, null).Print();
    }

    private static double Run(PeerProgram client, PeerProgram server, ThroughputCase work) =>
        client.AskNumber($"{server.Greeting} {work.Kind} {work.Messages} {work.BlockBytes}");

    private static double Run(ThroughputClient client, ThroughputCase work) => client.RunAsync(work).GetAwaiter().GetResult();
}
