namespace Tradewind.Transport.Tests;

/// <summary>Tests that measure the process, which other tests would disturb.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
