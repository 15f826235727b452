using System.Globalization;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>The price of one instrument of a <see cref="GarchMarket"/>.</summary>
internal sealed class GarchPrice
{
    private const double CommonGap = 0.005;
    private const double OwnGap = 0.0002;
    private const int PathPoints = 6;
    private const double OpenInterestNoise = 8_000;
    private const double SmallestOpenInterest = 1_000;

    private readonly GarchInstrument _instrument;
    private readonly SeededRandom _random;
    private readonly ulong _seed;
    private readonly SessionGrid _session;
    private readonly double _reversion;
    private readonly double _tick;
    private readonly int _digits;
    private GarchVariance _variance;
    private double _price;
    private double _close;
    private long _day = long.MinValue;
    private double _openInterest = double.NaN;

    public GarchPrice(GarchInstrument instrument, GarchMarketSpec spec)
    {
        (_instrument, _seed, _session, _reversion) = (instrument, spec.Seed, SessionGrid.Of(spec, instrument), spec.ReversionPerMinute);
        _random = new SeededRandom(spec.Seed, instrument.Id);
        _tick = (double)instrument.TickSize;
        _digits = instrument.TickSize.Scale;
        DaysPerYear = instrument.AssetClass.IsCrypto() ? 365 : 252;
        _variance = new GarchVariance(instrument.AnnualVolatility, DaysPerYear, _session.Minutes);
        _price = instrument.Reference;
        _close = OnTick(_price);
    }

    /// <summary>Days of trading in a year.</summary>
    public int DaysPerYear { get; }

    /// <summary>Minutes of trading in the bar that starts at a time; 0 while closed.</summary>
    public int OpenMinutes(long time) => _session.OpenMinutes(time);

    /// <summary>Share of a day's trading in so many minutes.</summary>
    public double Days(int minutes) => (double)minutes / _session.Minutes;

    /// <summary>Makes a bar.</summary>
    /// <param name="time">Its label.</param>
    /// <param name="minutes">Minutes of trading in it, positive.</param>
    /// <param name="shock">Standard normal, correlated with the others.</param>
    /// <param name="gap">Standard normal of the group, for the opening of a session.</param>
    /// <param name="volatility">Multiple of calm volatility.</param>
    /// <param name="jump">Jump of the log price.</param>
    public (Bar Bar, double Bid, double Ask, double OpenInterest) Next(long time, int minutes, double shock, double gap, double volatility, double jump)
    {
        double open = _close;
        long day = UnixTime.StartOfDay(time);
        if (day != _day)
        {
            _day = day;
            _openInterest = OpenInterestOf(day);
            if (!_instrument.AssetClass.IsCrypto())
            {
                _price = Math.Max(_tick, _price * (1 + CommonGap * gap + OwnGap * _random.Normal()));
                open = OnTick(_price);
            }
        }

        double deviation = Math.Sqrt(_variance.Value * minutes) * volatility;
        double change = deviation * shock + jump + _reversion * minutes * Math.Log(_instrument.Reference / _price);
        _variance.Update(shock);
        (double high, double low) = Path(change, deviation);
        double volume = Volume(Math.Abs(change) / deviation, minutes);
        _price = Math.Max(_tick, _price * Math.Exp(change));
        _close = OnTick(_price);
        Bar bar = new(time, open, Math.Max(OnTick(high), Math.Max(open, _close)), Math.Min(OnTick(low), Math.Min(open, _close)), _close, volume);
        double spread = Math.Max(1, Math.Round(_instrument.SpreadFraction * _close / _tick)) * _tick;
        double bid = OnTick(_close - spread / 2);
        return (bar, bid, Math.Round(bid + spread, _digits), _openInterest);
    }

    // Brownian bridge from the old to the new log price.
    private (double High, double Low) Path(double change, double deviation)
    {
        Span<double> steps = stackalloc double[PathPoints];
        double sum = 0;
        foreach (ref double step in steps)
        {
            step = _random.Normal() * deviation / Math.Sqrt(PathPoints);
            sum += step;
        }

        (double at, double high, double low) = (0, 0, 0);
        foreach (double step in steps)
        {
            at += step + (change - sum) / PathPoints;
            (high, low) = (Math.Max(high, at), Math.Min(low, at));
        }

        return (_price * Math.Exp(high), _price * Math.Exp(low));
    }

    private double Volume(double move, int minutes)
    {
        double activity = 0.35 * _random.Normal() + 0.5 * Math.Min(4, move) - 0.4;
        return Math.Round(_instrument.DailyVolume * Days(minutes) * Math.Exp(activity), 3);
    }

    // Noise by instrument and day alone, so that every bar of a day and every timeframe shows the same.
    private double OpenInterestOf(long day) => _instrument.OpenInterest is { } mean
        ? Math.Max(
            SmallestOpenInterest,
            Math.Round(mean + OpenInterestNoise * (2 * new SeededRandom(_seed, string.Create(CultureInfo.InvariantCulture, $"{_instrument.Id} {day}")).Uniform() - 1)))
        : double.NaN;

    private double OnTick(double price) => Math.Max(_tick, Math.Round(Math.Round(price / _tick) * _tick, _digits));
}
