namespace Tradewind.Domain.Market.Alignment;

/// <summary>One series of a mixed portfolio.</summary>
/// <param name="Series">The series.</param>
/// <param name="Fields">Fields to take, in order; null for all. A row whose taken fields are all empty is not a row.</param>
public sealed record AlignedInput(InstrumentSeries Series, IReadOnlyList<string>? Fields = null)
{
    /// <summary>Release calendar, in any order; values of dates it does not list follow the publication rule. Empty for the rule alone.</summary>
    public IReadOnlyList<Release> Releases { get; init; } = [];
}
