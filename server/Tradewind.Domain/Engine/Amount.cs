using System.Globalization;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Money on the grid of <see cref="Money.Round"/>, as a whole number of its steps of 1e-12: sums are exact, as those of decimals on the grid
/// are, at the cost of adding integers. Reaches 1.7e26.
/// </summary>
internal readonly record struct Amount
{
    private const int Decimals = 12;
    private const double StepsPerUnit = 1e12;
    private static readonly ulong[] s_powersOfTen = [.. Enumerable.Range(0, Decimals + 1).Select(power => (ulong)Math.Pow(10, power))];
    private readonly Int128 _steps;

    private Amount(Int128 steps) => _steps = steps;

    /// <summary>The amount as a decimal without trailing zeros.</summary>
    public decimal Value
    {
        get
        {
            decimal value = Exact;
            // Dividing by one of many digits leaves no trailing zeros.
            return value / 1.000000000000000000000000000000000m;
        }
    }

    /// <summary>The amount without its sign.</summary>
    public Amount Size => new(Int128.Abs(_steps));

    private decimal Exact
    {
        get
        {
            UInt128 size = (UInt128)Int128.Abs(_steps);
            (ulong low, ulong high) = ((ulong)size, (ulong)(size >> 64));
            return high <= uint.MaxValue
                ? new decimal((int)low, (int)(low >> 32), (int)high, _steps < 0, Decimals)
                : (decimal)(_steps / (Int128)StepsPerUnit) + (decimal)(_steps % (Int128)StepsPerUnit) / (decimal)StepsPerUnit;
        }
    }

    /// <summary>An amount; what is finer than the grid is rounded to it.</summary>
    /// <exception cref="OverflowException">It is beyond 1.7e26.</exception>
    public static Amount Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        int scale = (bits[3] >> 16) & 0xFF;
        if (scale > Decimals)
        {
            return Of(Money.Round(value));
        }

        ulong power = s_powersOfTen[Decimals - scale];
        ulong high = Math.BigMul((uint)bits[1] * (1UL << 32) | (uint)bits[0], power, out ulong low);
        Int128 steps = new(high, low);
        if (bits[2] != 0)
        {
            steps = checked(steps + (Int128)(uint)bits[2] * power * ((Int128)1 << 64));
        }

        return new Amount(bits[3] < 0 ? -steps : steps);
    }

    /// <summary>Sum.</summary>
    public static Amount operator +(Amount first, Amount second) => new(checked(first._steps + second._steps));

    /// <summary>Difference.</summary>
    public static Amount operator -(Amount first, Amount second) => new(checked(first._steps - second._steps));

    /// <summary>The opposite.</summary>
    public static Amount operator -(Amount amount) => new(-amount._steps);

    /// <summary>The nearest double for amounts of few decimals, else one next to it at most.</summary>
    public static explicit operator double(Amount amount)
    {
        long steps = (long)amount._steps;
        if (steps != amount._steps)
        {
            return (double)amount.Exact;
        }

        // Whole numbers of larger steps fit a double exactly where those of the smallest do not.
        long millionths = steps / 1_000_000;
        if (millionths * 1_000_000 == steps)
        {
            return millionths / 1e6;
        }

        long billionths = steps / 1_000;
        return billionths * 1_000 == steps ? billionths / 1e9 : steps / StepsPerUnit;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
