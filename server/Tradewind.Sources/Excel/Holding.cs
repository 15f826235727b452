namespace Tradewind.Sources.Excel;

/// <summary>A row of the sheet Portfolio. What the sheet does not say is null.</summary>
/// <param name="Ticker">Security as the sheet writes it.</param>
/// <param name="InstrumentId">Instrument of the workbook it names; null where the workbook holds no history of it.</param>
/// <param name="Weight">Share of the portfolio as a fraction; negative for a short position.</param>
/// <param name="Quantity">Units held; negative for a short position.</param>
/// <param name="Price">Price of a unit.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record Holding(string Ticker, string? InstrumentId, double? Weight, double? Quantity, double? Price, string? Currency);
