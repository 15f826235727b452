using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Eight partial sums side by side.</summary>
internal static class Lanes8
{
    /// <summary>Adds the lanes up in pairs, always in the same order: a sum has the same bits on every machine.</summary>
    public static double Sum(Vector512<double> lanes) =>
        ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}
