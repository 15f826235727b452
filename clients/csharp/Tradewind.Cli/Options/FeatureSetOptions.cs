using System.CommandLine;
using Google.Protobuf.Collections;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Which feature set: a named one, or the default one with what is added to it.</summary>
internal sealed class FeatureSetOptions
{
    private static readonly SortedDictionary<string, Func<WindowFeatures, RepeatedField<int>>> s_windows = new(StringComparer.Ordinal)
    {
        ["atr"] = set => set.AtrWindows,
        ["donchian"] = set => set.DonchianWindows,
        ["ema"] = set => set.EmaWindows,
        ["log-return"] = set => set.LogReturnWindows,
        ["price-volume"] = set => set.PriceVolumeWindows,
        ["return"] = set => set.ReturnWindows,
        ["rsi"] = set => set.RsiWindows,
        ["sma"] = set => set.SmaWindows,
        ["stochastic"] = set => set.StochasticWindows,
        ["volatility"] = set => set.VolatilityWindows,
        ["volume-ratio"] = set => set.VolumeRatioWindows,
        ["zscore"] = set => set.ZScoreWindows,
    };

    private static readonly SortedDictionary<string, Action<StatisticsFeatures, int>> s_statistics = new(StringComparer.Ordinal)
    {
        ["hurst"] = (set, window) => set.HurstWindow = window,
        ["permutation-entropy"] = (set, window) => set.PermutationEntropyWindow = window,
        ["range-volatility"] = (set, window) => set.RangeVolatilityWindow = window,
        ["sample-entropy"] = (set, window) => set.SampleEntropyWindow = window,
    };

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

    private readonly Option<Dictionary<string, int[]>> _windows = WindowOption.Create(
        "--window", $"Rolling feature of every close over windows: KIND=N,N of {string.Join(", ", s_windows.Keys)}; may be repeated.");

    private readonly Option<Dictionary<string, int[]>> _statistics = WindowOption.Create(
        "--statistic", $"Rolling statistic of every close: KIND=N of {string.Join(", ", s_statistics.Keys)}; may be repeated.");

    private readonly Option<double?> _fractional = new("--fractional-order")
    {
        Description = "Add the fractional difference of log closes of this order, above 0 and at most 2.",
        HelpName = "D",
    };

    private readonly Option<bool> _calendar = new("--calendar-features") { Description = "Add date, holidays, report days, hours and days to expiry." };

    private readonly Option<string?> _name = new("--feature-set")
    {
        Description = "Named feature set, see 'tradewind features sets' (default: the server's defaults).",
        HelpName = "NAME",
    };

    public IEnumerable<Symbol> Symbols =>
        [_name, _machineLearning, _instruments, _deduplicate, _adjusted, _windows, _statistics, _fractional, _calendar];

    /// <summary>The name of the feature set; empty where none is given.</summary>
    public string ReadName(Invocation invocation) => invocation.Get(_name) ?? string.Empty;

    /// <summary>The feature set, null for the server's defaults.</summary>
    /// <exception cref="UsageException">A kind is not known, or a statistic has several windows.</exception>
    public FeatureSetSpec? Read(Invocation invocation)
    {
        FeatureSetSpec set = new();
        if (invocation.Get(_machineLearning))
        {
            set.MachineLearning = new MachineLearningFeatures
            {
                Instruments = { invocation.Get(_instruments) ?? [] },
                Deduplicate = invocation.Get(_deduplicate),
                Adjusted = invocation.Get(_adjusted),
            };
        }

        foreach ((string kind, int[] windows) in invocation.Get(_windows) ?? [])
        {
            Known("--window", kind, s_windows)(set.Windows ??= new WindowFeatures()).AddRange(windows);
        }

        foreach ((string kind, int[] windows) in invocation.Get(_statistics) ?? [])
        {
            Known("--statistic", kind, s_statistics)(
                set.Statistics ??= new StatisticsFeatures(), windows is [int one] ? one : throw new UsageException($"--statistic {kind} takes one window."));
        }

        if (invocation.Get(_fractional) is { } order)
        {
            (set.Statistics ??= new StatisticsFeatures()).FractionalOrder = order;
        }

        if (invocation.Get(_calendar))
        {
            set.Calendar = new CalendarFeatures();
        }

        return set.Equals(new FeatureSetSpec()) ? null : set;
    }

    private static T Known<T>(string option, string kind, IReadOnlyDictionary<string, T> known) => known.TryGetValue(kind, out T? found)
        ? found
        : throw new UsageException($"{option} {kind} is not known; there are {string.Join(", ", known.Keys)}.");
}
