using System.Collections.Immutable;

namespace Tradewind.Domain.Errors;

/// <summary>Something named in a request does not exist.</summary>
public sealed class NotFoundException : TradewindException
{
    /// <summary>Creates the error.</summary>
    /// <param name="kind">What was looked for: <c>instrument</c>, <c>strategy</c>, <c>session</c>.</param>
    /// <param name="id">The name that was not found.</param>
    /// <param name="available">Names that exist; the nearest is suggested, at most ten are listed.</param>
    public NotFoundException(string kind, string id, IEnumerable<string>? available = null)
        : base($"UNKNOWN_{kind.ToUpperInvariant().Replace(' ', '_')}", Describe(kind, id, [.. available ?? []])) => (Kind, Id) = (kind, id);

    /// <summary>What was looked for.</summary>
    public string Kind { get; }

    /// <summary>The name that was not found.</summary>
    public string Id { get; }

    private static string Describe(string kind, string id, ImmutableArray<string> available)
    {
        string text = $"There is no {kind} '{id}'.";
        if (available.IsEmpty)
        {
            return text;
        }

        string? near = NearestName.Find(id, available);
        string listed = string.Join(", ", available.Take(10)) + (available.Length > 10 ? $" and {available.Length - 10} more" : "");
        return near is null ? $"{text} Available: {listed}." : $"{text} Did you mean '{near}'? Available: {listed}.";
    }
}
