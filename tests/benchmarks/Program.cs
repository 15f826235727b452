using System.Globalization;
using Tradewind.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["serve"])
{
    await ThroughputServer.RunAsync();
    return 0;
}

if (args is ["sweep-alone"])
{
    CrossoverCase.RunSweepAlone();
    return 0;
}

Dictionary<string, Action> areas = new()
{
    ["transport"] = TransportArea.Run,
    ["data"] = DataArea.Run,
    ["features"] = FeaturesArea.Run,
    ["learning"] = LearningArea.Run,
    ["engine"] = EngineArea.Run,
    ["paper"] = LiveArea.RunPaper,
    ["server"] = LiveArea.RunServer,
    ["subscribers"] = SubscriberArea.Run,
    ["clients"] = ClientsArea.Run,
};
string[] chosen = args.Length == 0 ? [.. areas.Keys] : args;
if (chosen.FirstOrDefault(area => !areas.ContainsKey(area)) is { } unknown)
{
    Console.Error.WriteLine($"There is no area \"{unknown}\"; the areas are {string.Join(", ", areas.Keys)}.");
    return 2;
}

foreach (string area in chosen)
{
    areas[area]();
}

return 0;
