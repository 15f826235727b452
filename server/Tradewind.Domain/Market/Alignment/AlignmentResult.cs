namespace Tradewind.Domain.Market.Alignment;

/// <summary>An aligned portfolio.</summary>
/// <param name="Frame">Columns in the order of the inputs and their fields.</param>
/// <param name="Report">What was done to get there.</param>
public sealed record AlignmentResult(Frame Frame, AlignmentReport Report);
