namespace Tradewind.Server.Tests.Strategies;

/// <summary>Tests that add strategies to the catalogue of the process: they run alone, so that no other test sees it change.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PluginCollection
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "plug-ins";
}
