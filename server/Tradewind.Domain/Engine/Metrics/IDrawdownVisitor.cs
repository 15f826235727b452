using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Told what a walk along an equity curve meets below its running peak.</summary>
internal interface IDrawdownVisitor
{
    /// <summary>A point below the peak.</summary>
    /// <param name="index">Index of the point.</param>
    /// <param name="percent">Its distance in percent, negative.</param>
    void Point(int index, double percent);

    /// <summary>Eight points below the peak.</summary>
    /// <param name="index">Index of the first.</param>
    /// <param name="percents">Distance of each in percent, negative.</param>
    void Points(int index, Vector512<double> percents);

    /// <summary>A stretch below a peak is over.</summary>
    /// <param name="peak">Index of the peak.</param>
    /// <param name="trough">Index of the first of its lowest points.</param>
    /// <param name="end">Index of the first point back at the peak; the number of points where there is none.</param>
    /// <param name="depth">Distance of the trough in percent, negative.</param>
    void Episode(int peak, int trough, int end, double depth);
}
