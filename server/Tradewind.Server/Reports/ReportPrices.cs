namespace Tradewind.Server.Reports;

/// <summary>Prices of a traded instrument.</summary>
/// <param name="Instrument">Its id.</param>
/// <param name="Times">When each close became known, UNIX nanoseconds.</param>
/// <param name="Closes">Closes; NaN where missing.</param>
internal sealed record ReportPrices(string Instrument, long[] Times, double[] Closes);
