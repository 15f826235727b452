using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// A made-up market of correlated prices, run one bar at a time: log returns √(h·τ)·z with GARCH variance h a minute and shocks z by
/// Cholesky, a pull to the reference, common gaps at the opening of sessions, jumps and a calm or a stressed market (oil specification,
/// section 7). The gaps come on top of the volatility of the sessions. Not thread-safe.
/// </summary>
public sealed class GarchMarket
{
    private readonly GarchMarketSpec _spec;
    private readonly SessionGrid _grid;
    private readonly GarchPrice[] _prices;
    private readonly int[] _groups;
    private readonly double[] _gaps;
    private readonly double[] _jumps;
    private readonly double[] _shocks;
    private readonly CorrelatedShocks _correlated;
    private readonly SeededRandom _shockRandom;
    private readonly SeededRandom _gapRandom;
    private readonly SeededRandom _jumpRandom;
    private readonly SeededRandom _regimeRandom;

    /// <summary>Sets up a market before its first bar.</summary>
    /// <exception cref="InvalidInputException">The spec cannot be run; every violation is listed.</exception>
    public GarchMarket(GarchMarketSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        GarchMarketChecks.Validate(spec);
        _spec = spec;
        _grid = SessionGrid.Of(spec);
        _correlated = new CorrelatedShocks(spec.Correlations.AsSpan(), [.. spec.Instruments.Select(instrument => instrument.Id)]);
        _prices = [.. spec.Instruments.Select(instrument => new GarchPrice(instrument, spec))];
        List<string> groups = [.. spec.Instruments.Select(instrument => instrument.Group ?? instrument.Id).Distinct(StringComparer.Ordinal)];
        _groups = [.. spec.Instruments.Select(instrument => groups.IndexOf(instrument.Group ?? instrument.Id))];
        (_gaps, _jumps, _shocks) = (new double[groups.Count], new double[groups.Count], new double[_prices.Length]);
        _shockRandom = new SeededRandom(spec.Seed, "garch shocks");
        _gapRandom = new SeededRandom(spec.Seed, "garch gaps");
        _jumpRandom = new SeededRandom(spec.Seed, "garch jumps");
        _regimeRandom = new SeededRandom(spec.Seed, "garch regimes");
    }

    /// <summary>Bars made, which is the index of the next step.</summary>
    public int Position { get; private set; }

    /// <summary>True in the regime of stress.</summary>
    public bool IsStress { get; private set; }

    /// <summary>Makes the next step: a quote for every instrument that trades in it, in the order of the spec.</summary>
    public ImmutableArray<GarchQuote> Next()
    {
        long time = _grid.TimeOf(Position++);
        double days = Math.Min(1, (double)_grid.OpenMinutes(time) / _grid.Minutes);
        DrawRegime(days);
        _correlated.Draw(_shockRandom, _shocks);
        DrawGroups(days);
        double volatility = IsStress ? _spec.Regimes!.StressVolatility : 1;
        ImmutableArray<GarchQuote>.Builder quotes = ImmutableArray.CreateBuilder<GarchQuote>(_prices.Length);
        for (int i = 0; i < _prices.Length; i++)
        {
            int minutes = _prices[i].OpenMinutes(time);
            if (minutes > 0)
            {
                (Domain.Market.Bar bar, double bid, double ask, double interest) =
                    _prices[i].Next(time, minutes, _shocks[i], _gaps[_groups[i]], volatility, _jumps[_groups[i]]);
                quotes.Add(new GarchQuote(i, bar, bid, ask, interest));
            }
        }

        return quotes.ToImmutable();
    }

    private void DrawRegime(double days)
    {
        if (_spec.Regimes is { } regimes)
        {
            IsStress ^= _regimeRandom.Uniform() < 1 - Math.Exp(-days / (IsStress ? regimes.StressDays : regimes.CalmDays));
        }
    }

    // Drawn at every step, needed or not, so that the draws of a step do not depend on what trades in it.
    private void DrawGroups(double days)
    {
        for (int group = 0; group < _gaps.Length; group++)
        {
            _gaps[group] = _gapRandom.Normal();
            if (_spec.Jumps is { } jumps)
            {
                (double chance, double size) = (_jumpRandom.Uniform(), _jumpRandom.Normal());
                bool comes = chance < 1 - Math.Exp(-jumps.PerYear * days / _prices[0].DaysPerYear);
                _jumps[group] = comes ? jumps.Mean + jumps.Deviation * size : 0;
            }
        }
    }
}
