using System.Collections.Immutable;

namespace Tradewind.Learning.Models;

/// <summary>One kind of model.</summary>
public sealed class ModelEntry
{
    private readonly CreateModel _create;
    private readonly LoadModel _load;

    internal ModelEntry(
        string key, ImmutableArray<string> aliases, string description, ImmutableArray<ModelParameter> parameters, CreateModel create, LoadModel load) =>
        (Key, Aliases, Description, Parameters, _create, _load) = (key, aliases, description, parameters, create, load);

    internal delegate IModel CreateModel(IReadOnlyDictionary<string, double> parameters, int seed, int rows);

    internal delegate ITrainedModel LoadModel(ReadOnlySpan<byte> saved);

    /// <summary>Name it is chosen by.</summary>
    public string Key { get; }

    /// <summary>Other names it answers to.</summary>
    public ImmutableArray<string> Aliases { get; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; }

    /// <summary>What it takes.</summary>
    public ImmutableArray<ModelParameter> Parameters { get; }

    /// <summary>True when <paramref name="name"/> is the key or an alias, ignoring case.</summary>
    public bool Answers(string name) => Aliases.Add(Key).Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    internal IModel Create(IReadOnlyDictionary<string, double> parameters, int seed, int rows) => _create(parameters, seed, rows);

    internal ITrainedModel Load(ReadOnlySpan<byte> saved) => _load(saved);
}
