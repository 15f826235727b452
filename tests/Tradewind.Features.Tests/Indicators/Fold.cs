using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Shorthands that fold an indicator over arrays.</summary>
internal static class Fold
{
    public static double[] Over<T>(T indicator, double[] values)
        where T : struct, IIndicator
    {
        double[] output = new double[values.Length];
        IndicatorFold.Run(ref indicator, values, output);
        return output;
    }

    public static double[] Over<T>(T indicator, double[] first, double[] second)
        where T : struct, IPairIndicator
    {
        double[] output = new double[first.Length];
        IndicatorFold.Run(ref indicator, first, second, output);
        return output;
    }

    public static double[] Over<T>(T indicator, double[] high, double[] low, double[] close)
        where T : struct, IBarIndicator
    {
        double[] output = new double[close.Length];
        IndicatorFold.Run(ref indicator, high, low, close, output);
        return output;
    }

    /// <summary>Checks consecutive rows to the six decimals of the specification.</summary>
    public static void AssertRows(double[] actual, int firstRow, params double[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[firstRow + i], tolerance: 5.1e-7);
        }
    }

    /// <summary>Checks that rows before <paramref name="firstValid"/> are NaN and the rest are not.</summary>
    public static void AssertFirstValid(double[] actual, int firstValid)
    {
        for (int row = 0; row < actual.Length; row++)
        {
            Assert.True(double.IsNaN(actual[row]) == row < firstValid, $"row {row} is {actual[row]}, first valid row {firstValid}");
        }
    }
}
