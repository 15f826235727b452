using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Values of all parameters of one strategy, checked and complete.</summary>
public sealed class StrategyParameters
{
    private readonly ImmutableSortedDictionary<string, string> _values;

    private StrategyParameters(ImmutableSortedDictionary<string, string> values) => _values = values;

    /// <summary>Every parameter with its value in canonical form, by name in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Checks given values and fills in the defaults.</summary>
    /// <param name="descriptor">The strategy.</param>
    /// <param name="given">Values by name; null for none.</param>
    /// <exception cref="InvalidInputException">
    /// Reason <c>STRATEGY_PARAMETERS_INVALID</c>; every violation with field <c>parameters[name]</c>: an unknown name (the nearest one is
    /// suggested), a value of the wrong type or out of range.
    /// </exception>
    public static StrategyParameters Resolve(StrategyDescriptor descriptor, IReadOnlyDictionary<string, string>? given)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        List<FieldViolation> violations = [];
        ImmutableSortedDictionary<string, string>.Builder values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (StrategyParameter parameter in descriptor.Parameters)
        {
            values[parameter.Name] = parameter.Default;
        }

        foreach ((string name, string text) in (given ?? ImmutableDictionary<string, string>.Empty).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            StrategyParameter? parameter = descriptor.Parameters.FirstOrDefault(candidate => candidate.Name == name);
            if (parameter is null)
            {
                violations.Add(new FieldViolation($"parameters[{name}]", Unknown(name, descriptor)));
            }
            else if (Canonical(parameter, text, out string? wrong) is { } value)
            {
                values[name] = value;
            }
            else
            {
                violations.Add(new FieldViolation($"parameters[{name}]", wrong ?? ""));
            }
        }

        StrategyParameters resolved = new(values.ToImmutable());
        if (violations.Count == 0)
        {
            violations.AddRange(descriptor.CrossChecks(resolved));
        }

        return violations.Count == 0
            ? resolved
            : throw new InvalidInputException("STRATEGY_PARAMETERS_INVALID", violations);
    }

    /// <summary>Value of a whole-number parameter.</summary>
    public int Integer(string name) => int.Parse(_values[name], CultureInfo.InvariantCulture);

    /// <summary>Value of a number parameter.</summary>
    public double Number(string name) => double.Parse(_values[name], CultureInfo.InvariantCulture);

    /// <summary>Value of a boolean parameter.</summary>
    public bool Boolean(string name) => bool.Parse(_values[name]);

    /// <summary>Value of a text parameter.</summary>
    public string Text(string name) => _values[name];

    /// <summary>SHA-256 of names and values.</summary>
    public string ComputeHash()
    {
        using ContentHash hash = new();
        foreach ((string name, string value) in _values)
        {
            hash.Add(name).Add(value);
        }

        return hash.Finish();
    }

    private static string Unknown(string name, StrategyDescriptor descriptor)
    {
        string[] names = [.. descriptor.Parameters.Select(parameter => parameter.Name)];
        string listed = names.Length == 0 ? "the strategy has no parameters" : $"available: {string.Join(", ", names)}";
        return NearestName.Find(name, names) is { } near
            ? $"is not a parameter of {descriptor.Id}. Did you mean '{near}'? ({listed})."
            : $"is not a parameter of {descriptor.Id} ({listed}).";
    }

    private static string? Canonical(StrategyParameter parameter, string text, out string? wrong)
    {
        wrong = null;
        switch (parameter.Kind)
        {
            case ParameterKind.Text:
                return text;
            case ParameterKind.Boolean when bool.TryParse(text, out bool flag):
                return flag ? "true" : "false";
            case ParameterKind.Boolean:
                wrong = $"must be true or false, was '{text}'.";
                return null;
        }

        bool whole = parameter.Kind == ParameterKind.Integer;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number)
            || (whole && number != Math.Floor(number)))
        {
            wrong = $"must be a {(whole ? "whole " : "")}number, was '{text}'.";
            return null;
        }

        if (number < parameter.Minimum || number > parameter.Maximum)
        {
            wrong = string.Create(CultureInfo.InvariantCulture, $"must be in [{parameter.Minimum}, {parameter.Maximum}], was {number}.");
            return null;
        }

        return number.ToString("R", CultureInfo.InvariantCulture);
    }
}
