namespace Tradewind.Transport.Hosting;

/// <summary>What a host has mapped so far.</summary>
internal sealed class MappedServices
{
    /// <summary>Whether the answer to unknown services and methods is mapped; once is enough.</summary>
    public bool IsFallbackMapped { get; set; }
}
