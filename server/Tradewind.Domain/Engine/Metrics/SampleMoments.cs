using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>
/// Two-pass moments of a sample. Values that are all equal have a variance of exactly zero. Sums run in eight lanes that are added in a
/// fixed order, so a sample has the same moments on every machine.
/// </summary>
/// <param name="Count">Number of values n.</param>
/// <param name="Mean">Mean; NaN for none.</param>
/// <param name="Second">Σ(x − mean)².</param>
/// <param name="Third">Σ(x − mean)³.</param>
/// <param name="Fourth">Σ(x − mean)⁴.</param>
internal readonly record struct SampleMoments(int Count, double Mean, double Second, double Third, double Fourth)
{
    /// <summary>Sample deviation (n − 1); NaN below two values.</summary>
    public double Deviation => Count < 2 ? double.NaN : Math.Sqrt(Second / (Count - 1));

    /// <summary>Population skewness; NaN for none or without variation.</summary>
    public double RawSkewness => Third / Count / Math.Pow(Second / Count, 1.5);

    /// <summary>Raw population kurtosis, 3 for a normal; NaN for none or without variation.</summary>
    public double RawKurtosis => Fourth / Count / (Second / Count * (Second / Count));

    /// <summary>Bias-corrected skewness G1; NaN below three values or without variation.</summary>
    public double Skewness => Count < 3 ? double.NaN : Math.Sqrt((double)Count * (Count - 1)) / (Count - 2) * RawSkewness;

    /// <summary>Bias-corrected excess kurtosis G2; NaN below four values or without variation.</summary>
    public double ExcessKurtosis =>
        Count < 4 ? double.NaN : (Count - 1.0) / ((Count - 2.0) * (Count - 3.0)) * ((Count + 1.0) * (RawKurtosis - 3) + 6);

    /// <summary>Moments of a sample.</summary>
    public static SampleMoments Of(ReadOnlySpan<double> values) => Of(values, MeanOf(values));

    /// <summary>Moments of a sample whose mean is known.</summary>
    public static SampleMoments Of(ReadOnlySpan<double> values, double mean)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(values);
        (Vector512<double> second, Vector512<double> third, Vector512<double> fourth) = (default, default, default);
        Vector512<double> center = Vector512.Create(mean);
        foreach (Vector512<double> lane in lanes)
        {
            Vector512<double> distance = lane - center;
            Vector512<double> squared = distance * distance;
            second += squared;
            third += squared * distance;
            fourth += squared * squared;
        }

        (double two, double three, double four) = (Lanes8.Sum(second), Lanes8.Sum(third), Lanes8.Sum(fourth));
        foreach (double value in values[(lanes.Length * Vector512<double>.Count)..])
        {
            double distance = value - mean;
            double squared = distance * distance;
            (two, three, four) = (two + squared, three + squared * distance, four + squared * squared);
        }

        return new SampleMoments(values.Length, mean, two, three, four);
    }

    /// <summary>Mean; NaN for none.</summary>
    public static double MeanOf(ReadOnlySpan<double> values)
    {
        MeanAdder mean = new(values.IsEmpty ? 0 : values[0]);
        mean.Add(values);
        return mean.Mean;
    }

    /// <summary>Sample deviation (n − 1); NaN below two values.</summary>
    public static double DeviationOf(ReadOnlySpan<double> values) => Math.Sqrt(Covariance(values, values));

    /// <summary>Sample covariance (n − 1); NaN below two pairs.</summary>
    public static double Covariance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double firstMean, double secondMean) = (MeanOf(first), MeanOf(second));
        ReadOnlySpan<Vector512<double>> firstLanes = MemoryMarshal.Cast<double, Vector512<double>>(first);
        ReadOnlySpan<Vector512<double>> secondLanes = MemoryMarshal.Cast<double, Vector512<double>>(second);
        Vector512<double> sums = default;
        for (int i = 0; i < firstLanes.Length; i++)
        {
            sums += (firstLanes[i] - Vector512.Create(firstMean)) * (secondLanes[i] - Vector512.Create(secondMean));
        }

        double sum = Lanes8.Sum(sums);
        for (int i = firstLanes.Length * Vector512<double>.Count; i < first.Length; i++)
        {
            sum += (first[i] - firstMean) * (second[i] - secondMean);
        }

        return first.Length < 2 ? double.NaN : sum / (first.Length - 1);
    }

    /// <summary>Percentile of ascending values, interpolated linearly between order statistics; NaN for none.</summary>
    public static double Percentile(ReadOnlySpan<double> ascending, double percent)
    {
        if (ascending.IsEmpty)
        {
            return double.NaN;
        }

        double position = (ascending.Length - 1) * percent / 100;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
