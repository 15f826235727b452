using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>Lowest and highest price of some bars.</summary>
/// <param name="Low">Lowest of the lows.</param>
/// <param name="High">Highest of the highs.</param>
internal readonly record struct PriceRange(double Low, double High)
{
    /// <summary>The range of bars.</summary>
    /// <param name="lows">Lowest price of each, no NaN; at least one.</param>
    /// <param name="highs">Highest price of each.</param>
    public static PriceRange Of(ReadOnlySpan<double> lows, ReadOnlySpan<double> highs)
    {
        if (lows.Length < Vector512<double>.Count)
        {
            (double low, double high) = (lows[0], highs[0]);
            for (int row = 1; row < lows.Length; row++)
            {
                (low, high) = (Math.Min(low, lows[row]), Math.Max(high, highs[row]));
            }

            return new PriceRange(low, high);
        }

        ref double lowest = ref MemoryMarshal.GetReference(lows);
        ref double highest = ref MemoryMarshal.GetReference(highs);
        // The last vector may overlap the one before: an extreme counts the same twice.
        nuint last = (nuint)(lows.Length - Vector512<double>.Count);
        Vector512<double> least = Vector512.LoadUnsafe(ref lowest, last);
        Vector512<double> most = Vector512.LoadUnsafe(ref highest, last);
        for (nuint row = 0; row < last; row += (nuint)Vector512<double>.Count)
        {
            least = Vector512.Min(least, Vector512.LoadUnsafe(ref lowest, row));
            most = Vector512.Max(most, Vector512.LoadUnsafe(ref highest, row));
        }

        Vector256<double> leastHalf = Vector256.Min(least.GetLower(), least.GetUpper());
        Vector256<double> mostHalf = Vector256.Max(most.GetLower(), most.GetUpper());
        Vector128<double> leastTwo = Vector128.Min(leastHalf.GetLower(), leastHalf.GetUpper());
        Vector128<double> mostTwo = Vector128.Max(mostHalf.GetLower(), mostHalf.GetUpper());
        return new PriceRange(Math.Min(leastTwo[0], leastTwo[1]), Math.Max(mostTwo[0], mostTwo[1]));
    }
}
