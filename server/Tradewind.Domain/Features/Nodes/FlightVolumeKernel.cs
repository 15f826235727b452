using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>
/// The primary credit spread and then every crypto volume in; score of the row change of the log of their summed volume's mean minus
/// score of the spread's difference out.
/// </summary>
internal struct FlightVolumeKernel(CrossAssetSpec spec) : IFeatureKernel
{
    /// <summary>Rows of the mean volume.</summary>
    public const int VolumeWindow = 5;

    private Sma _volume = new(VolumeWindow);
    private Change _growth = new(ChangeKind.Difference);
    private Lag _earlierSpread = new(spec.MomentumWindow);
    private RollingZScore _growthScore = new(spec.ScoreWindow);
    private RollingZScore _spreadScore = new(spec.ScoreWindow);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double sum = double.NaN;
        foreach (double volume in inputs[1..])
        {
            if (!double.IsNaN(volume))
            {
                sum = double.IsNaN(sum) ? volume : sum + volume;
            }
        }

        double mean = _volume.Update(sum);
        double growth = _growth.Update(mean > 0 ? Math.Log(mean) : double.NaN);
        double change = inputs[0] - _earlierSpread.Update(inputs[0]);
        outputs[0] = _growthScore.Update(growth) - _spreadScore.Update(change);
    }
}
