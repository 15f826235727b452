namespace Tradewind.Transport.Tests;

/// <summary>Tests that measure the memory of this process run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostileCollection
{
    public const string Name = "Hostile peers";
}
