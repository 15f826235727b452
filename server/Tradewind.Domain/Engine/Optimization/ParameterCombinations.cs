using System.Collections.Immutable;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>The combinations a search tries: axes in ordinal order of their names, the last one varying fastest.</summary>
/// <param name="Constructible">Parameters of each combination the strategy accepts, complete and different from each other.</param>
/// <param name="Skipped">Combinations the strategy refuses by a rule between parameters, such as fast ≥ slow.</param>
public sealed record ParameterCombinations(ImmutableArray<StrategyParameters> Constructible, int Skipped)
{
    /// <summary>Most combinations of one search.</summary>
    public const int LargestCount = 100_000;

    // Tries that give an invalid or a repeated combination, before a random search accepts that there are no more.
    private const int LargestMissCount = 10_000;

    /// <summary>The combinations of a search.</summary>
    /// <param name="strategy">Id of the strategy.</param>
    /// <param name="given">Values of parameters that are not varied; what is left out has its default.</param>
    /// <param name="axes">Parameters varied, at least one, names unique.</param>
    /// <param name="method">Grid or random.</param>
    /// <param name="samples">Combinations to draw (random); fewer where there are fewer.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <exception cref="NotFoundException">Unknown strategy.</exception>
    /// <exception cref="InvalidInputException">
    /// Reason <c>AXES_INVALID</c>; every violation with field <c>axes[name]</c>: an unknown or repeated parameter, a value the parameter does not
    /// take, a range without step in a grid, too many combinations, none that the strategy accepts.
    /// </exception>
    public static ParameterCombinations Of(
        string strategy, IReadOnlyDictionary<string, string> given, IReadOnlyList<ParameterAxis> axes,
        SearchMethod method = SearchMethod.Grid, int samples = 0, long seed = 42) =>
        Of(StrategyCatalogue.Describe(strategy), given, axes, method, samples, seed);

    /// <summary>The combinations of a search over any strategy.</summary>
    /// <inheritdoc cref="Of(string, IReadOnlyDictionary{string, string}, IReadOnlyList{ParameterAxis}, SearchMethod, int, long)"/>
    public static ParameterCombinations Of(
        StrategyDescriptor descriptor, IReadOnlyDictionary<string, string> given, IReadOnlyList<ParameterAxis> axes,
        SearchMethod method = SearchMethod.Grid, int samples = 0, long seed = 42)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(axes);
        ParameterAxis[] sorted = [.. axes.OrderBy(axis => axis.Name, StringComparer.Ordinal)];
        Check(descriptor, given, sorted, method, samples);
        Collector collector = new(descriptor, given, sorted);
        if (method == SearchMethod.Grid)
        {
            collector.AddAll([.. sorted.Select(axis => axis.Expand().ToArray())]);
        }
        else
        {
            collector.Draw(samples, seed);
        }

        return collector.Finish();
    }

    private static void Check(
        StrategyDescriptor descriptor, IReadOnlyDictionary<string, string> given, ParameterAxis[] axes, SearchMethod method, int samples)
    {
        List<FieldViolation> violations = [];
        if (axes.Length == 0)
        {
            violations.Add(new FieldViolation("axes", "needs at least one parameter to vary."));
        }

        if (method == SearchMethod.Random && samples is < 1 or > LargestCount)
        {
            violations.Add(new FieldViolation("samples", $"must be from 1 to {LargestCount} for a random search, was {samples}."));
        }

        double product = 1;
        StrategyDescriptor alone = descriptor with { CrossChecks = _ => [] };
        foreach (ParameterAxis axis in axes)
        {
            if (AxisViolation(alone, given, axes, axis, method) is { } wrong)
            {
                violations.Add(new FieldViolation($"axes[{axis.Name}]", wrong));
            }
            else if (method == SearchMethod.Grid)
            {
                product *= axis.ValueCount;
            }
        }

        if (product > LargestCount)
        {
            violations.Add(new FieldViolation("axes", $"make {product} combinations; {LargestCount} are allowed. Take larger steps or a random search."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("AXES_INVALID", violations);
        }
    }

    private static string? AxisViolation(
        StrategyDescriptor alone, IReadOnlyDictionary<string, string> given, ParameterAxis[] axes, ParameterAxis axis, SearchMethod method)
    {
        StrategyParameter? parameter = alone.Parameters.FirstOrDefault(candidate => candidate.Name == axis.Name);
        if (parameter is not null && axis.Violation() is { } wrong)
        {
            return wrong;
        }

        if (axes.Count(other => other.Name == axis.Name) > 1 || given.ContainsKey(axis.Name))
        {
            return "is given twice.";
        }

        if (parameter is not null && method == SearchMethod.Grid && !axis.IsFinite(parameter))
        {
            return "needs a step or a list of values for a grid.";
        }

        if (parameter is not null && axis.IsFinite(parameter) && axis.ValueCount > LargestCount)
        {
            return $"has more than {LargestCount} values; take a larger step.";
        }

        // Where its ends are right, every value of a range is. A range with steps is tried value by value: 1 to 3 by 0.5 is no whole number.
        bool everyValue = parameter is not null && (!axis.Values.IsEmpty || axis.Step is not null);
        IEnumerable<string> probes = everyValue
            ? axis.Expand()
            : [FormattableString.Invariant($"{axis.Minimum ?? 0:R}"), FormattableString.Invariant($"{axis.Maximum ?? 0:R}")];
        foreach (string value in probes)
        {
            try
            {
                StrategyParameters.Resolve(alone, new Dictionary<string, string> { [axis.Name] = value });
            }
            catch (InvalidInputException error)
            {
                return error.Violations[0].Description;
            }
        }

        return null;
    }

    private sealed class Collector(StrategyDescriptor descriptor, IReadOnlyDictionary<string, string> given, ParameterAxis[] axes)
    {
        private readonly StrategyDescriptor _alone = descriptor with { CrossChecks = _ => [] };
        private readonly ImmutableArray<StrategyParameters>.Builder _constructible = ImmutableArray.CreateBuilder<StrategyParameters>();
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly StrategyParameter[] _parameters = [.. axes.Select(axis => descriptor.Parameters.First(parameter => parameter.Name == axis.Name))];
        private FieldViolation? _refusal;
        private int _skipped;

        public void AddAll(string[][] values)
        {
            int[] at = new int[values.Length];
            for (int position = values.Length - 1; position >= 0;)
            {
                Add([.. at.Select((index, axis) => values[axis][index])]);
                for (position = values.Length - 1; position >= 0 && ++at[position] == values[position].Length; position--)
                {
                    at[position] = 0;
                }
            }
        }

        public void Draw(int samples, long seed)
        {
            SplitMix64 random = SplitMix64.Stream(seed, 0);
            for (int misses = 0; _constructible.Count < samples && misses < LargestMissCount;)
            {
                string[] values = new string[axes.Length];
                for (int i = 0; i < axes.Length; i++)
                {
                    values[i] = axes[i].Draw(ref random, _parameters[i]);
                }

                misses = Add(values) ? 0 : misses + 1;
            }
        }

        public ParameterCombinations Finish() => _constructible.Count > 0
            ? new ParameterCombinations(_constructible.ToImmutable(), _skipped)
            : throw new InvalidInputException(
                "AXES_INVALID", "axes", $"the strategy accepts none of the {_skipped} combinations: {_refusal?.Field} {_refusal?.Description}");

        private bool Add(string[] values)
        {
            Dictionary<string, string> all = new(given, StringComparer.Ordinal);
            for (int i = 0; i < axes.Length; i++)
            {
                all[axes[i].Name] = values[i];
            }

            StrategyParameters parameters = StrategyParameters.Resolve(_alone, all);
            // 3 and 3.0 are one value.
            if (!_seen.Add(parameters.ComputeHash()))
            {
                return false;
            }

            if (descriptor.CrossChecks(parameters).FirstOrDefault() is { } refusal)
            {
                (_refusal, _skipped) = (refusal, _skipped + 1);
                return false;
            }

            _constructible.Add(parameters);
            return true;
        }
    }
}
