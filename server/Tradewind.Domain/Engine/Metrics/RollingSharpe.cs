using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Annual Sharpe ratio over a moving window of returns.</summary>
public static class RollingSharpe
{
    /// <summary>Computes it.</summary>
    /// <param name="returns">Simple returns, oldest first.</param>
    /// <param name="window">Returns in the window, at least 2; 63 is usual.</param>
    /// <param name="periodsPerYear">Periods in a year.</param>
    /// <param name="riskFreePerPeriod">Risk-free return over one period.</param>
    /// <returns>One value a return; NaN before the window is full and where returns do not vary.</returns>
    public static double[] Of(ReadOnlySpan<double> returns, int window, double periodsPerYear, double riskFreePerPeriod = 0)
    {
        RollingDeviation deviation = new(window);
        double scale = Math.Sqrt(periodsPerYear);
        double[] ratios = new double[returns.Length];
        for (int i = 0; i < ratios.Length; i++)
        {
            double spread = deviation.Update(returns[i]);
            ratios[i] = deviation.IsConstant ? double.NaN : (deviation.Mean - riskFreePerPeriod) / spread * scale;
        }

        return ratios;
    }
}
