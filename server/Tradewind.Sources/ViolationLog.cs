using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources;

/// <summary>Collects what is wrong with a file: counts everything, keeps the first <see cref="MaxListed"/>.</summary>
internal sealed class ViolationLog
{
    public const int MaxListed = 20;

    private readonly List<FieldViolation> _listed = [];

    public long Total { get; private set; }

    public void Add(string field, string description)
    {
        if (++Total <= MaxListed)
        {
            _listed.Add(new FieldViolation(field, description));
        }
    }

    /// <summary>Adds what another log collected after this one.</summary>
    public void Add(ViolationLog later)
    {
        _listed.AddRange(later._listed.Take(MaxListed - _listed.Count));
        Total += later.Total;
    }

    public void ThrowIfAny(string reason, string fileName)
    {
        if (Total == 0)
        {
            return;
        }

        FieldViolation first = _listed[0];
        string problems = Total == 1 ? "1 problem" : string.Create(CultureInfo.InvariantCulture, $"{Total} problems");
        string listed = Total > MaxListed ? $" The first {MaxListed} are listed." : "";
        throw new InvalidInputException(
            reason, $"{fileName} has {problems}; nothing was loaded. {first.Field}: {first.Description}{listed}", _listed);
    }
}
