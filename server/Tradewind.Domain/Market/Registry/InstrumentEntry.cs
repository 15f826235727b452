using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Tradewind.Domain.Market.Registry;

/// <summary>What is known about an instrument before any of its data is loaded.</summary>
/// <param name="Instrument">The instrument with exchange, calendar, multiplier and unit.</param>
public sealed record InstrumentEntry(Instrument Instrument)
{
    /// <summary>Other names it is found by, in any case.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Names of files that hold it, without folders and extensions; <c>*</c> and <c>?</c> stand for any text and any character.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Fields whose meaning is known.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; init; } = [];

    /// <summary>Unit of the fields not among <see cref="Fields"/>; empty where unknown.</summary>
    public string DefaultUnit { get; init; } = "";

    /// <summary>When its values become known; null for the loader's own choice.</summary>
    public Availability? Availability { get; init; }

    /// <summary>True where a negative value is a fact of the market (oil on 20 April 2020), not a defect.</summary>
    public bool MayBeNegative { get; init; }

    /// <summary>Anything else worth telling, by key.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Unit of a field; empty where unknown.</summary>
    public string UnitOf(string field) => Fields.FirstOrDefault(known => known.Name.Equals(field, StringComparison.OrdinalIgnoreCase))?.Unit ?? DefaultUnit;

    /// <summary>True when the id holds a <c>*</c> and stands for all ids that fit.</summary>
    public bool IsFamily => Instrument.Id.Contains('*', StringComparison.Ordinal);

    internal bool Contains(string id) => FileSystemName.MatchesSimpleExpression(Instrument.Id, id, ignoreCase: false);

    internal bool IsFile(string stem) => Files.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, stem, ignoreCase: true));
}
