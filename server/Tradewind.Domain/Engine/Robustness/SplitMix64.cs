namespace Tradewind.Domain.Engine.Robustness;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood 2014) in numbered streams: what a stream gives depends on seed and number only, so
/// work may be spread over threads in any way. A mutable struct: pass it by reference.
/// </summary>
public struct SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    private SplitMix64(ulong state) => _state = state;

    /// <summary>Stream <paramref name="number"/> of a seed, at its start.</summary>
    public static SplitMix64 Stream(long seed, long number) => new(Mix(unchecked((ulong)seed + (ulong)number * Golden)));

    /// <summary>The mixing function of one step.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value += Golden;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong output = Mix(_state);
        unchecked
        {
            _state += Golden;
        }

        return output;
    }

    /// <summary>A number in [0, <paramref name="count"/>).</summary>
    public int NextIndex(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextFraction() => (Next() >> 11) * (1.0 / (1UL << 53));
}
