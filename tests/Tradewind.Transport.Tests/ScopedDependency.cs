namespace Tradewind.Transport.Tests;

/// <summary>Has an identity of its own in each scope.</summary>
internal sealed class ScopedDependency
{
    public Guid Id { get; } = Guid.NewGuid();
}
