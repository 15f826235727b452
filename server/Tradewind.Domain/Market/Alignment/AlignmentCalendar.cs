namespace Tradewind.Domain.Market.Alignment;

/// <summary>Whether weekends are rows.</summary>
public enum AlignmentCalendar
{
    /// <summary>Every label of the join.</summary>
    Union = 0,

    /// <summary>Saturdays and Sundays are dropped before the fill, so that a weekend's crypto return falls into Monday.</summary>
    Business,
}
