using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;
using Tradewind.Sources.Simulation;

namespace Tradewind.Data.Tests.Sources;

public sealed class SimulatorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        string[] first = Revisions(new SimulatorSpec { Rows = 400 });

        Assert.Equal(first, Revisions(new SimulatorSpec { Rows = 400 }));
        Assert.All(first.Zip(Revisions(new SimulatorSpec { Rows = 400, Seed = 43 })), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void More_rows_never_change_earlier_rows() =>
        Prop.ForAll<PositiveInt, PositiveInt, bool>((rows, more, hourly) =>
        {
            SimulatorSpec spec = new() { Seed = (ulong)rows.Get, Rows = rows.Get, Timeframe = hourly ? Timeframe.Hour : Timeframe.Day };
            ImmutableArray<InstrumentSeries> shorter = SimulatorSource.Generate(spec).Series;
            ImmutableArray<InstrumentSeries> longer = SimulatorSource.Generate(spec with { Rows = rows.Get + more.Get }).Series;
            return shorter.Zip(longer).All(pair => pair.First.Fields.All(field =>
                pair.First.Times.Span.SequenceEqual(pair.Second.Times.Span[..pair.First.Count])
                && pair.First.Column(field).Span.SequenceEqual(pair.Second.Column(field).Span[..pair.First.Count])));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_live_market_continues_the_stored_history()
    {
        SimulatorSpec spec = new() { Rows = 300 };
        InstrumentSeries history = SimulatorSource.Generate(spec with { Rows = 310 }).Series[0];
        SimulatedMarket market = new(spec);
        market.Skip(300);

        Assert.Equal(history.Times.Span[300], market.NextTime);
        Assert.Equal(Enumerable.Range(300, 10).Select(history.BarAt), market.Next(10).Select(step => step.Rows[0].Bar));
        Assert.Equal(310, market.Position);
    }

    [Fact]
    public void Adding_an_instrument_leaves_the_others_as_they_were()
    {
        SimulatorSpec spec = new() { Rows = 200 };
        SimulatorSpec more = spec with { Instruments = spec.Instruments.Add(new SimulatedInstrument("SIM-SOL/USD", AssetClass.CryptoSpot, 20)) };

        Assert.Equal(Revisions(spec), Revisions(more)[..3]);
    }

    [Fact]
    public void Everything_is_labelled_as_simulated()
    {
        LoadedData data = SimulatorSource.Generate(new SimulatorSpec { Rows = 50 });

        Assert.All(data.Series, series =>
        {
            Assert.True(series.Instrument.Simulated);
            Assert.Equal("simulator", series.Instrument.Source);
            Assert.Contains("SIMULATED", series.Instrument.DisplayName, StringComparison.Ordinal);
        });
        Assert.All(data.Quality, report => Assert.True(report.Has("SIMULATED")));
    }

    [Fact]
    public void Bars_are_consistent_for_any_seed() =>
        Prop.ForAll<uint>(seed =>
        {
            LoadedData data = SimulatorSource.Generate(new SimulatorSpec { Seed = seed, Rows = 500 });
            return data.Quality.All(report => !report.Has(QualityCode.OhlcViolation) && !report.Has(QualityCode.BadPrice) && !report.Has(QualityCode.ZeroVolume)
                && !report.Has(QualityCode.WeekendRows) && report.MissingPeriods == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Spreads_fall_on_weekdays_and_coins_on_every_day()
    {
        ImmutableArray<InstrumentSeries> series = SimulatorSource.Generate(new SimulatorSpec { Rows = 700 }).Series;

        Assert.Equal((700, 700, 500), (series[0].Count, series[1].Count, series[2].Count));
        Assert.All(series[2].Times.ToArray(), time => Assert.True(UnixTime.IsWeekday(time)));
        Assert.Equal((Availability.Candle, Availability.Close), (series[0].Availability, series[2].Availability));
        Assert.Equal(["OAS"], [.. series[2].Fields]);
    }

    [Fact]
    public void Hourly_markets_have_daily_spreads()
    {
        ImmutableArray<InstrumentSeries> series = SimulatorSource.Generate(new SimulatorSpec { Rows = 24 * 14, Timeframe = Timeframe.Hour }).Series;

        Assert.Equal((336, 10), (series[0].Count, series[2].Count));
        Assert.Equal((Timeframe.Hour, Timeframe.Day), (series[0].Timeframe, series[2].Timeframe));
    }

    [Fact]
    public void Widening_spreads_go_with_falling_coins_and_lead_them_mildly()
    {
        // Averages over seeds; each bound is many standard errors from zero (1/√(8 · 2000) is 0.008).
        (double same, double lead, double ahead) = (0, 0, 0);
        for (ulong seed = 0; seed < 8; seed++)
        {
            ImmutableArray<InstrumentSeries> series = SimulatorSource.Generate(new SimulatorSpec { Seed = seed, Rows = 2800 }).Series;
            (double[] returns, double[] widenings) = WeekdayChanges(series[0], series[2]);
            same += Correlation(returns, widenings) / 8;
            lead += Correlation(returns[1..], widenings[..^1]) / 8;
            ahead += Correlation(returns[..^1], widenings[1..]) / 8;
        }

        Assert.InRange(same, -0.6, -0.25);
        Assert.InRange(lead, -0.25, -0.05);
        Assert.InRange(ahead, -0.04, 0.04);
    }

    [Fact]
    public void Volatility_clusters_and_tails_are_fat()
    {
        double[] returns = Returns(SimulatorSource.Generate(new SimulatorSpec { Rows = 4000 }).Series[0]);
        double[] squares = [.. returns.Select(r => r * r)];
        double variance = squares.Average();

        Assert.True(Correlation(squares[1..], squares[..^1]) > 0.05, "squared returns are autocorrelated");
        Assert.True(squares.Average(s => s * s) / (variance * variance) > 4, "kurtosis is above that of a normal");
        Assert.InRange(Math.Sqrt(variance * 365), 0.3, 1.2);
    }

    [Fact]
    public void A_wrong_spec_lists_every_violation()
    {
        SimulatorSpec spec = new()
        {
            Rows = 0,
            Timeframe = Timeframe.Week,
            Instruments = [new("A", AssetClass.CryptoSpot, -1), new("A", AssetClass.CryptoSpot, 1) { AnnualVolatility = double.NaN, MarketShare = 2 }, new(" ", AssetClass.Equity, 1)],
        };

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => new SimulatedMarket(spec));

        Assert.Equal("SIMULATOR_SPEC_INVALID", error.Reason);
        Assert.Equal(7, error.Violations.Length);
    }

    private static string[] Revisions(SimulatorSpec spec) => [.. SimulatorSource.Generate(spec).Series.Select(series => series.Revision)];

    private static double[] Returns(InstrumentSeries series)
    {
        double[] closes = series.Column("close").ToArray();
        return [.. closes.Skip(1).Select((close, i) => Math.Log(close / closes[i]))];
    }

    // Daily change of the coin on each day that has a spread, beside the change of the spread since the business day before.
    private static (double[] Returns, double[] Widenings) WeekdayChanges(InstrumentSeries coin, InstrumentSeries spread)
    {
        (List<double> returns, List<double> widenings) = ([], []);
        for (int i = 1; i < spread.Count; i++)
        {
            int row = coin.LowerBound(spread.Times.Span[i]);
            if (row > 0)
            {
                returns.Add(Math.Log(coin.BarAt(row).Close / coin.BarAt(row - 1).Close));
                widenings.Add(spread.Column("OAS").Span[i] - spread.Column("OAS").Span[i - 1]);
            }
        }

        return ([.. returns], [.. widenings]);
    }

    private static double Correlation(double[] x, double[] y)
    {
        (double mx, double my) = (x.Average(), y.Average());
        double xy = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum();
        return xy / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
