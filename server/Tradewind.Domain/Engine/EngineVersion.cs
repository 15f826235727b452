namespace Tradewind.Domain.Engine;

/// <summary>Version of the engine's semantics, part of every result's lineage.</summary>
public static class EngineVersion
{
    /// <summary>
    /// Raised whenever the same inputs would give other orders, fills, equity or metrics. Two results with the same lineage
    /// and the same version are equal bit for bit on the same machine.
    /// </summary>
    public const string Current = "3";
}
