using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Learning.Models;

/// <summary>Reads named parameters by their declaration, and reports everything wrong at once.</summary>
internal sealed class ParameterReader(string model, ImmutableArray<ModelParameter> declared, IReadOnlyDictionary<string, double> given)
{
    private readonly List<FieldViolation> _violations = [];

    /// <summary>A real number in the declared range.</summary>
    /// <param name="name">A declared parameter.</param>
    /// <param name="byDefault">Default where it depends on the problem; null for the declared one.</param>
    public double Real(string name, double? byDefault = null)
    {
        ModelParameter parameter = declared.First(candidate => candidate.Name == name);
        (double min, double max, bool openMin) = (parameter.Minimum, parameter.Maximum, parameter.OpenMinimum);
        double value = given.TryGetValue(name, out double set) ? set : byDefault ?? parameter.Default;
        if (!(value >= min && value <= max) || (openMin && value == min))
        {
            _violations.Add(new FieldViolation(
                $"parameters.{name}", string.Create(CultureInfo.InvariantCulture, $"must be {(openMin ? "above" : "at least")} {min} and at most {max}, was {value}")));
        }

        return value;
    }

    /// <summary>A whole number in the declared range.</summary>
    /// <param name="name">A declared parameter.</param>
    /// <param name="byDefault">Default where it depends on the problem; null for the declared one.</param>
    public int Whole(string name, double? byDefault = null)
    {
        double value = Real(name, byDefault);
        if (Math.Floor(value) != value)
        {
            _violations.Add(new FieldViolation($"parameters.{name}", string.Create(CultureInfo.InvariantCulture, $"must be a whole number, was {value}")));
        }

        return double.IsNaN(value) ? 0 : (int)Math.Clamp(value, int.MinValue, int.MaxValue);
    }

    /// <summary>Throws when a parameter was unknown or out of range.</summary>
    /// <exception cref="InvalidInputException">Fields <c>parameters.{name}</c>.</exception>
    public void Finish()
    {
        string[] known = [.. declared.Select(parameter => parameter.Name)];
        foreach (string name in given.Keys.Except(known).Order(StringComparer.Ordinal))
        {
            string takes = known.Length == 0 ? $"{model} takes no parameters" : new NotFoundException("parameter", name, known).Message;
            _violations.Add(new FieldViolation($"parameters.{name}", takes));
        }

        if (_violations.Count > 0)
        {
            throw new InvalidInputException("MODEL_PARAMETERS_INVALID", _violations);
        }
    }
}
