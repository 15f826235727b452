using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Figures of the distance of an equity curve from its running peak.</summary>
internal struct DrawdownFigures : IDrawdownVisitor
{
    private Vector512<double> _sums;
    private Vector512<double> _laneSquares;
    private double _sum;
    private double _squares;
    private int _below;
    private int _points;

    /// <summary>Deepest point in percent, zero or negative.</summary>
    public double Deepest { get; private set; }

    /// <summary>Most points of a stretch below a peak.</summary>
    public int LongestStretch { get; private set; }

    /// <summary>Points from the deepest trough back to its peak; null while not recovered, or without a drawdown.</summary>
    public int? RecoveryPeriods { get; private set; }

    /// <summary>Mean of the points below a peak in percent; NaN for none.</summary>
    public readonly double AverageBelow => _sum / _below;

    /// <summary>√mean(drawdown²) over all points.</summary>
    public readonly double Ulcer => _points == 0 ? 0 : Math.Sqrt(_squares / _points);

    /// <summary>Measures a curve.</summary>
    public static DrawdownFigures Of(ReadOnlySpan<double> equity)
    {
        DrawdownFigures figures = new() { _points = equity.Length };
        DrawdownWalk.Run(equity, ref figures);
        figures._sum += Lanes8.Sum(figures._sums);
        figures._squares += Lanes8.Sum(figures._laneSquares);
        return figures;
    }

    void IDrawdownVisitor.Point(int index, double percent)
    {
        _sum += percent;
        _squares += percent * percent;
        _below++;
    }

    void IDrawdownVisitor.Points(int index, Vector512<double> percents)
    {
        _sums += percents;
        _laneSquares += percents * percents;
        _below += Vector512<double>.Count;
    }

    void IDrawdownVisitor.Episode(int peak, int trough, int end, double depth)
    {
        LongestStretch = Math.Max(LongestStretch, end - peak - 1);
        if (depth < Deepest)
        {
            Deepest = depth;
            RecoveryPeriods = end < _points ? end - trough : null;
        }
    }
}
