using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Rows side by side in one register. The last step of a kernel's row, which depends on no other row, is written for four lanes: a fold
/// fills all of them with neighbouring rows, <c>Update</c> uses the first alone. So both give the same bits without a second formula.
/// </summary>
internal static class Lanes
{
    /// <summary>Most rows a fold works on at once: its buffers stay in the cache next to the core.</summary>
    public const int Tile = 256;

    private const int Count = 4;

    /// <summary>Whether there are too few rows for the buffers of a fold to pay.</summary>
    public static bool AreFew(int rows) => rows < 2 * Count;

    /// <summary>Runs a step over one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Map<T>(T step, double first, double second = 0, double third = 0)
        where T : struct, IRowStep =>
        step.Of(Vector256.CreateScalarUnsafe(first), Vector256.CreateScalarUnsafe(second), Vector256.CreateScalarUnsafe(third)).ToScalar();

    /// <summary>Runs a step over rows of one column.</summary>
    /// <param name="step">The step.</param>
    /// <param name="first">Inputs.</param>
    /// <param name="output">As many outputs; may be the input.</param>
    public static void Map<T>(T step, ReadOnlySpan<double> first, Span<double> output)
        where T : struct, IRowStep => Map(step, first, first, first, output);

    /// <summary>Runs a step over rows of two columns.</summary>
    public static void Map<T>(T step, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
        where T : struct, IRowStep => Map(step, first, second, second, output);

    /// <summary>Runs a step over rows of three columns.</summary>
    public static void Map<T>(
        T step, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third, Span<double> output)
        where T : struct, IRowStep
    {
        ref double a = ref MemoryMarshal.GetReference(first[..output.Length]);
        ref double b = ref MemoryMarshal.GetReference(second[..output.Length]);
        ref double c = ref MemoryMarshal.GetReference(third[..output.Length]);
        ref double to = ref MemoryMarshal.GetReference(output);
        int i = 0;
        for (; i <= output.Length - Count; i += Count)
        {
            step.Of(Vector256.LoadUnsafe(ref a, (nuint)i), Vector256.LoadUnsafe(ref b, (nuint)i), Vector256.LoadUnsafe(ref c, (nuint)i))
                .StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < output.Length; i++)
        {
            output[i] = Map(step, first[i], second[i], third[i]);
        }
    }

    /// <summary><see cref="Defined.OrMissing"/> of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> OrMissing(Vector256<double> values) =>
        Vector256.ConditionalSelect(IsFinite(values), values, Vector256.Create(double.NaN));

    /// <summary>All bits set where a lane is neither infinite nor NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> IsFinite(Vector256<double> values) =>
        Vector256.LessThan(Vector256.Abs(values), Vector256.Create(double.PositiveInfinity));
}
