using System.Numerics.Tensors;

namespace Tradewind.Domain.Engine;

/// <summary>Watches the fall of equity from its peak.</summary>
/// <param name="capital">Equity at the start: the first peak.</param>
/// <param name="limit">Fall as a fraction beyond which trading stops; null for none.</param>
internal sealed class DrawdownGuard(double capital, double? limit)
{
    private double _peak = capital;

    /// <summary>True where there is a limit to watch for.</summary>
    public bool IsSet => limit is not null;

    /// <summary>Takes note of a mark; returns the fall where trading has to stop, else null.</summary>
    public double? Watch(double equity)
    {
        _peak = Math.Max(_peak, equity);
        double fall = (_peak - equity) / _peak;
        return limit is { } most && (fall > most || equity <= 0) ? fall : null;
    }

    /// <summary>Takes note of marks up to, not with, the first one on which trading has to stop; returns how many those are.</summary>
    public int Watch(ReadOnlySpan<double> equity)
    {
        if (limit is not { } most)
        {
            return equity.Length;
        }

        double least = TensorPrimitives.Min(equity);
        double peak = Math.Max(_peak, TensorPrimitives.Max(equity));
        // From the highest peak of all to the lowest mark of all is at least as far as any fall: mostly that settles it.
        if (least > 0 && (peak - least) / peak < most)
        {
            _peak = peak;
            return equity.Length;
        }

        for (int i = 0; i < equity.Length; i++)
        {
            double before = _peak;
            if (Watch(equity[i]) is not null)
            {
                _peak = before;
                return i;
            }
        }

        return equity.Length;
    }
}
