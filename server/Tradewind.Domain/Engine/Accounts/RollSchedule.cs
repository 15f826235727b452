using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>The rolls of a session.</summary>
/// <param name="Rolls">Rolls; those of an instrument at ascending times.</param>
public sealed record RollSchedule(ImmutableArray<ContractRoll> Rolls)
{
    /// <summary>Every roll, for the hash of lineage.</summary>
    public override string ToString() => string.Join("; ", Rolls);

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        Dictionary<string, long> last = new(StringComparer.Ordinal);
        for (int i = 0; i < Rolls.Length; i++)
        {
            ContractRoll roll = Rolls[i];
            if (roll.ToPrice is null && roll.Gap is null)
            {
                yield return new FieldViolation($"{path}[{i}].to_price", "is needed, or the gap between both contracts.");
            }

            if (last.TryGetValue(roll.Instrument, out long before) && roll.Time <= before)
            {
                yield return new FieldViolation($"{path}[{i}].time", $"must be after the roll of {roll.Instrument} before.");
            }

            last[roll.Instrument] = roll.Time;
        }
    }
}
