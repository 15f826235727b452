using System.Collections.Immutable;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>
/// Successive halving: every combination runs on the first bars, the best 1/η of them on η times as many, and so on; what is left runs on all
/// bars, where the choice is made. A rung depends on results only, not on the order they come in, so threads do not matter.
/// </summary>
internal sealed class HalvingSearch
{
    private readonly SweepRequest _request;
    private readonly ImmutableArray<StrategyParameters> _combinations;
    private readonly BarWindows _windows;
    private readonly ImmutableArray<(int Bars, int Combinations)> _plan;

    public HalvingSearch(SweepRequest request, ImmutableArray<StrategyParameters> combinations)
    {
        (_request, _combinations) = (request, combinations);
        _windows = new BarWindows(request.Backtest);
        _plan = HalvingPlan.Of(request.Halving, _windows, combinations.Length);
    }

    /// <summary>Backtests in all.</summary>
    public int Total => _plan.Sum(rung => rung.Combinations);

    /// <summary>Runs every rung.</summary>
    /// <param name="stage">Runs combinations on the data of a request under a selection rule, as one stage.</param>
    /// <returns>Trials of all rungs, rung by rung, each in the order of combinations; and the rungs.</returns>
    public (ImmutableArray<SweepTrial[]> Trials, ImmutableArray<HalvingRung> Rungs) Run(Func<SweepStage, SweepTrial[]> stage)
    {
        ImmutableArray<SweepTrial[]>.Builder trials = ImmutableArray.CreateBuilder<SweepTrial[]>();
        ImmutableArray<HalvingRung>.Builder rungs = ImmutableArray.CreateBuilder<HalvingRung>();
        int[] running = [.. Enumerable.Range(0, _combinations.Length)];
        for (int number = 0; number < _plan.Length; number++)
        {
            int bars = _plan[number].Bars;
            double share = (double)bars / _windows.Times.Length;
            bool last = number == _plan.Length - 1;
            SweepTrial[] ran = stage(new SweepStage(
                number, share, running, _request with { Backtest = _windows.Prefix(bars), Selection = Shortened(share) }));
            trials.Add(ran);
            int[] kept = last ? [] : Survivors(ran, _plan[number + 1].Combinations);
            rungs.Add(new HalvingRung(
                number, bars, share, _windows.Times[bars - 1], ran.Length, last ? ran.Count(trial => trial.IsValid) : kept.Length));
            running = kept;
        }

        return (trials.ToImmutable(), rungs.ToImmutable());
    }

    /// <summary>
    /// Those that go on, in the order of combinations: the ones fit to be chosen first, by score, then the others by score, then those without
    /// one; the first of equals. Others go on too where there is room, since few bars have few trades.
    /// </summary>
    private int[] Survivors(SweepTrial[] ran, int count)
    {
        double sign = _request.Selection.HigherIsBetter ? 1 : -1;
        return
        [
            .. ran.OrderByDescending(trial => trial.IsValid).ThenByDescending(trial => sign * trial.Score ?? double.NegativeInfinity)
                .ThenBy(trial => trial.Index).Take(count).Select(trial => trial.Index).Order(),
        ];
    }

    /// <summary>Fewest trades shrink with the bars, as in the folds of a walk-forward.</summary>
    private SelectionRule Shortened(double share) => share == 1 ? _request.Selection : _request.Selection with
    {
        MinTrades = Math.Min(_request.Selection.MinTrades, Math.Max(1, (int)Math.Floor(_request.Selection.MinTrades * share + 0.5))),
    };
}
