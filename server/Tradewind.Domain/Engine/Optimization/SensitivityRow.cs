namespace Tradewind.Domain.Engine.Optimization;

/// <summary>A combination of a table that varies one parameter and leaves the others as chosen.</summary>
/// <param name="Value">Value of the parameter.</param>
/// <param name="Trial">What it gave.</param>
public sealed record SensitivityRow(string Value, SweepTrial Trial);
