using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Learning.Models;

/// <summary>Reads named parameters with defaults and ranges, and reports everything wrong at once.</summary>
internal sealed class ParameterReader(string model, IReadOnlyDictionary<string, double> given)
{
    private readonly List<FieldViolation> _violations = [];
    private readonly List<string> _known = [];

    /// <summary>A real number in [min, max], or above min where <paramref name="openMin"/>.</summary>
    public double Real(string name, double byDefault, double min, double max, bool openMin = false)
    {
        _known.Add(name);
        double value = given.TryGetValue(name, out double set) ? set : byDefault;
        if (!(value >= min && value <= max) || (openMin && value == min))
        {
            _violations.Add(new FieldViolation(
                $"parameters.{name}",
                string.Create(CultureInfo.InvariantCulture, $"must be {(openMin ? "above" : "at least")} {min} and at most {max}, was {value}")));
        }

        return value;
    }

    /// <summary>A whole number in [min, max].</summary>
    public int Whole(string name, int byDefault, int min, int max)
    {
        double value = Real(name, byDefault, min, max);
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
        foreach (string name in given.Keys.Except(_known).Order(StringComparer.Ordinal))
        {
            string takes = _known.Count == 0 ? $"{model} takes no parameters" : new NotFoundException("parameter", name, _known).Message;
            _violations.Add(new FieldViolation($"parameters.{name}", takes));
        }

        if (_violations.Count > 0)
        {
            throw new InvalidInputException("MODEL_PARAMETERS_INVALID", $"{_violations[0].Field}: {_violations[0].Description}", _violations);
        }
    }
}
