using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Chains equity curves by their returns, so that a fold that starts from its own capital leaves no jump.</summary>
public static class StitchedCurve
{
    /// <summary>One curve from the first point of the first.</summary>
    /// <param name="curves">Curves in order; each first point is at the time of the last point of the curve before.</param>
    /// <returns>The first point, then one for every return.</returns>
    public static double[] Of(IReadOnlyList<double[]> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        List<double> stitched = curves.Count == 0 || curves[0].Length == 0 ? [] : [curves[0][0]];
        foreach (double[] curve in curves)
        {
            foreach (double change in PerformanceCalculator.Returns(curve))
            {
                stitched.Add(stitched[^1] * (1 + change));
            }
        }

        return [.. stitched];
    }
}
