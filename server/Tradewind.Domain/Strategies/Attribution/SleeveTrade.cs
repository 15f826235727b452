namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>A position of a bucket from its first fill until it was flat.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Name">Instrument, or id of the pair.</param>
/// <param name="IsLong">True for a long position, or a long spread.</param>
/// <param name="EntryTime">Known time of the bar of the entry, UNIX nanoseconds.</param>
/// <param name="ExitTime">Known time of the bar of the exit.</param>
/// <param name="Days">Rows between.</param>
/// <param name="Net">Profit less fees.</param>
/// <param name="Fees">Fees.</param>
/// <param name="Risk">Money at risk at entry, 2 true ranges; 0 where it has no such stop.</param>
/// <param name="ExitReason">Rule that closed it.</param>
public sealed record SleeveTrade(
    string Bucket, string Name, bool IsLong, long EntryTime, long ExitTime, int Days, double Net, double Fees, double Risk, string ExitReason);
