namespace Tradewind.Domain.Engine.Metrics;

/// <summary>One stretch below a peak.</summary>
/// <param name="PeakTime">Time of the peak, UNIX nanoseconds.</param>
/// <param name="TroughTime">Time of the lowest point.</param>
/// <param name="RecoveryTime">First time back at the peak or above; null while not recovered.</param>
/// <param name="DepthPercent">Depth at the trough, negative.</param>
/// <param name="Periods">Points below the peak.</param>
public sealed record DrawdownEpisode(long PeakTime, long TroughTime, long? RecoveryTime, double DepthPercent, int Periods);
