namespace Tradewind.Domain.Engine;

/// <summary>A position as seen from outside.</summary>
/// <param name="Instrument">Id of the instrument.</param>
/// <param name="Quantity">Signed quantity; zero when flat.</param>
/// <param name="AveragePrice">Average entry price; zero when flat.</param>
/// <param name="Mark">Last close; NaN where none is known.</param>
/// <param name="Unrealised">Open profit in money.</param>
/// <param name="Realised">Profit realised in this instrument so far, before costs.</param>
/// <param name="Costs">Costs charged in this instrument so far.</param>
/// <param name="Financing">Paid for holding in this instrument so far; negative where received.</param>
public readonly record struct Position(
    string Instrument, decimal Quantity, decimal AveragePrice, double Mark, double Unrealised, decimal Realised, decimal Costs,
    decimal Financing);
