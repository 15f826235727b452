using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Which feature set: a named one, or the default one with what is added to it.</summary>
internal sealed class FeatureSetOptions
{
    private readonly Option<bool> _machineLearning = new("--machine-learning")
    {
        Description = "Add the 82 features for machine learning (205 rows needed).",
    };

    private readonly Option<string[]> _instruments = new("--ml-instrument")
    {
        Description = "Instrument to make them of; may be repeated (default: every one with a close).",
        HelpName = "ID",
    };

    private readonly Option<bool> _deduplicate = new("--deduplicate") { Description = "Leave out the nine of them that repeat another one." };
    private readonly Option<bool> _adjusted = new("--adjusted") { Description = "Futures are back-adjusted at rolls." };

    private readonly Option<string?> _name = new("--feature-set")
    {
        Description = "Named feature set, see 'tradewind features sets' (default: the server's defaults).",
        HelpName = "NAME",
    };

    public IEnumerable<Symbol> Symbols => [_name, _machineLearning, _instruments, _deduplicate, _adjusted];

    /// <summary>The name of the feature set; empty where none is given.</summary>
    public string ReadName(Invocation invocation) => invocation.Get(_name) ?? string.Empty;

    /// <summary>The feature set, null for the server's defaults.</summary>
    public FeatureSetSpec? Read(Invocation invocation) => !invocation.Get(_machineLearning) ? null : new FeatureSetSpec
    {
        MachineLearning = new MachineLearningFeatures
        {
            Instruments = { invocation.Get(_instruments) ?? [] },
            Deduplicate = invocation.Get(_deduplicate),
            Adjusted = invocation.Get(_adjusted),
        },
    };
}
