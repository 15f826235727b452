using Tradewind.Domain.Market;

namespace Tradewind.Sources.Excel;

/// <summary>A row of the sheet Static. What the sheet does not say is null.</summary>
/// <param name="Ticker">Security as Bloomberg writes it: <c>LF98TRUU Index</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="AssetClass">What it is.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record SecurityMetadata(string Ticker, string? Name, AssetClass? AssetClass, string? Currency);
