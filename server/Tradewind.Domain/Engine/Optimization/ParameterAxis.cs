using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>A parameter a search varies: either a list of values, or a range with a step (grid) or without one (random search only).</summary>
public sealed record ParameterAxis
{
    /// <summary>Name of the parameter.</summary>
    public required string Name { get; init; }

    /// <summary>Values to try, as text; empty where a range is given.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Start of the range, inclusive; null where values are given.</summary>
    public double? Minimum { get; init; }

    /// <summary>End of the range, inclusive.</summary>
    public double? Maximum { get; init; }

    /// <summary>Distance of the values of a range, positive; null for any value of the range (any whole number for whole-number parameters).</summary>
    public double? Step { get; init; }

    /// <summary>An axis of given values.</summary>
    public static ParameterAxis Of(string name, params IEnumerable<string> values) => new() { Name = name, Values = [.. values] };

    /// <summary>An axis of a range.</summary>
    public static ParameterAxis Range(string name, double minimum, double maximum, double? step = null) =>
        new() { Name = name, Minimum = minimum, Maximum = maximum, Step = step };

    /// <summary>True when the axis is a list or has steps, so that a grid can use it.</summary>
    internal bool IsFinite(StrategyParameter parameter) => !Values.IsEmpty || Step is not null || parameter.Kind == ParameterKind.Integer;

    /// <summary>What is wrong with the axis by itself; null when nothing is.</summary>
    internal string? Violation()
    {
        bool range = Minimum is not null || Maximum is not null || Step is not null;
        return Values.IsEmpty != range ? "needs either values or a range with minimum and maximum, not both."
            : !range ? null
            : Minimum is not { } minimum || Maximum is not { } maximum || !double.IsFinite(minimum) || !double.IsFinite(maximum) || maximum < minimum
                ? "needs a finite minimum and a maximum that is not below it."
            : Step is { } step && !(step > 0 && double.IsFinite(step)) ? "needs a step above 0."
            : null;
    }

    /// <summary>Number of values of a finite axis.</summary>
    internal int ValueCount => Values.IsEmpty ? Count() : Values.Length;

    /// <summary>Every value of a finite axis, as text; a range includes its end where the steps meet it.</summary>
    internal IEnumerable<string> Expand() => Values.IsEmpty ? Enumerable.Range(0, Count()).Select(StepValue) : Values;

    /// <summary>One value, drawn uniformly.</summary>
    internal string Draw(ref SplitMix64 random, StrategyParameter parameter)
    {
        if (!Values.IsEmpty)
        {
            return Values[random.NextIndex(Values.Length)];
        }

        if (IsFinite(parameter))
        {
            return StepValue(random.NextIndex(Count()));
        }

        double value = (Minimum ?? 0) + random.NextFraction() * ((Maximum ?? 0) - (Minimum ?? 0));
        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    // A whisker more than the quotient, so that 0.1 to 0.3 by 0.1 has three values.
    private int Count() => (int)Math.Min(int.MaxValue - 1, Math.Floor(((Maximum ?? 0) - (Minimum ?? 0)) / (Step ?? 1) + 1e-9)) + 1;

    // Decimal where it holds the numbers, so that steps of 0.1 give 0.3 and not 0.30000000000000004.
    private string StepValue(int index) => Math.Max(Math.Abs(Minimum ?? 0), Math.Abs(Maximum ?? 0)) < 1e15
        ? ((decimal)(Minimum ?? 0) + index * (decimal)(Step ?? 1)).ToString(CultureInfo.InvariantCulture)
        : ((Minimum ?? 0) + index * (Step ?? 1)).ToString("R", CultureInfo.InvariantCulture);
}
