using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources;
using Tradewind.Sources.Simulation;

namespace Tradewind.Data.Tests.Sources;

/// <summary>Golden numbers: oil specification, numbers 4 and 9. Statistical tests have fixed seeds and say where their tolerances come from.</summary>
public sealed class GarchMarketTests
{
    private const int Days = 5_000;

    [Fact]
    public void The_variance_of_a_minute_is_the_fair_one_and_moves_by_garch()
    {
        GarchVariance variance = new(0.25, 252, 390);
        double mean = variance.Value;
        Assert.Equal(6.35938e-7, mean, 5e-13);
        Assert.Equal(7.97457e-4, Math.Sqrt(mean), 5e-10);
        variance.Update(2);
        Assert.Equal(1.30, variance.Value / mean, 1e-12);
        Assert.Equal(157, 1e-4 / mean, 0.3);
    }

    [Fact]
    public void The_reference_curve_of_wti_is_that_of_the_specification()
    {
        double[] curve = [.. new OilCurveUniverse { Roots = ["CL"] }.Instruments().Select(instrument => instrument.Reference)];

        Assert.Equal([72.50, 72.65, 72.74, 72.86], curve[..4]);
        Assert.Equal(73.82, curve[^1]);
        Assert.Equal(0.12, (curve[^1] - curve[0]) / 11, 1e-12);
        Assert.Equal(-1.32, curve[0] - curve[11], 1e-12);
    }

    [Fact]
    public void Every_root_and_month_together_still_have_possible_correlations()
    {
        LoadedData data = Simulate(new OilCurveUniverse { Roots = ["CL", "ENA", "CO", "DAT", "XB", "HO", "QS", "NG"], Months = 18 }, rows: 3);

        Assert.Equal(8 * 18 - 1, data.Series.Length);
        Assert.Equal("SIM-DAT2 Comdty", data.Series.First(series => series.Instrument.Id.Contains("DAT", StringComparison.Ordinal)).Instrument.Id);
        Assert.All(data.Series, series => Assert.True(series.Instrument.Simulated && series.Instrument.DisplayName.EndsWith("(SIMULATED)", StringComparison.Ordinal)));
        Assert.Equal(42_000m, data.Series.First(series => series.Instrument.Id == "SIM-XB1 Comdty").Instrument.Multiplier);
    }

    [Fact]
    public void Sessions_have_the_stated_volatility_and_correlations()
    {
        LoadedData data = Simulate(new OilCurveUniverse { Roots = ["CL", "CO", "XB", "NG"], Months = 2 }, Days);
        double[] Session(string id) => Log(Column(data, id, "close"), Column(data, id, "open"));
        double[] cl = Session("SIM-CL1 Comdty");

        // Standard error of a volatility from 5000 days is 1 % for normal returns, 2 % with this GARCH; the pull adds 2 %.
        Assert.Equal(0.25, Deviation(cl) * Math.Sqrt(252), 0.25 * 0.06);
        Assert.Equal(0.40, Deviation(Session("SIM-NG1 Comdty")) * Math.Sqrt(252), 0.40 * 0.06);
        Assert.Equal(0.99, Correlation(cl, Session("SIM-CL2 Comdty")), 0.01);
        Assert.Equal(0.95, Correlation(cl, Session("SIM-CO1 Comdty")), 0.02);
        Assert.Equal(0.8, Correlation(cl, Session("SIM-XB1 Comdty")), 0.04);
        Assert.Equal(0.3, Correlation(cl, Session("SIM-NG1 Comdty")), 0.06);
    }

    [Fact]
    public void Gaps_at_the_opening_are_common_to_a_curve()
    {
        LoadedData data = Simulate(new OilCurveUniverse { Roots = ["CL", "CO"], Months = 2 }, Days);
        double[] Gap(string id) => Log(Column(data, id, "open")[1..], Column(data, id, "close")[..^1]);

        Assert.Equal(0.005, Deviation(Gap("SIM-CL1 Comdty")), 0.0003);
        Assert.True(Correlation(Gap("SIM-CL1 Comdty"), Gap("SIM-CL2 Comdty")) > 0.98);
        Assert.Equal(0, Correlation(Gap("SIM-CL1 Comdty"), Gap("SIM-CO1 Comdty")), 0.06);
    }

    [Fact]
    public void Large_moves_follow_large_moves()
    {
        double[] close = Column(Simulate(new OilCurveUniverse { Roots = ["CL"], Months = 1 }, Days), "SIM-CL1 Comdty", "close");
        double[] squares = [.. Log(close[1..], close[..^1]).Select(value => value * value)];

        // Without clustering the autocorrelation of 5000 squares has a standard error of 0.014.
        Assert.True(Correlation(squares[1..], squares[..^1]) > 0.05);
    }

    [Fact]
    public void Bid_and_ask_lie_on_ticks_around_the_close_at_least_a_tick_apart()
    {
        LoadedData data = Simulate(new OilCurveUniverse { Roots = ["QS", "XB"], Months = 3 }, 500);
        Assert.All(data.Series, series =>
        {
            double tick = (double)series.Instrument.TickSize;
            for (int row = 0; row < series.Count; row++)
            {
                (double bid, double ask, double close) = (series.Column("bid").Span[row], series.Column("ask").Span[row], series.Column("close").Span[row]);
                Bar bar = series.BarAt(row);
                Assert.True(ask - bid >= tick * 0.999 && bid <= close && close <= ask, $"{series.Instrument.Id} {bid} {close} {ask}");
                Assert.Equal(0, Math.IEEERemainder(bid, tick), 1e-9);
                Assert.True(bar.Low <= Math.Min(bar.Open, bar.Close) && bar.High >= Math.Max(bar.Open, bar.Close));
            }
        });
        // Ten basis points of about 680 dollars.
        Assert.Equal(0.75, data.Series[0].Column("ask").Span[0] - data.Series[0].Column("bid").Span[0], 0.26);
    }

    [Fact]
    public void Open_interest_falls_along_the_curve_and_stays_near_its_mean()
    {
        LoadedData data = Simulate(new OilCurveUniverse { Roots = ["CL"], Months = 12 }, 50);

        Assert.All(Column(data, "SIM-CL1 Comdty", "open_interest"), value => Assert.InRange(value, 342_000, 358_000));
        // 350,000 times 1 − 0.08 · 11, but not less than a quarter.
        Assert.All(Column(data, "SIM-CL12 Comdty", "open_interest"), value => Assert.InRange(value, 79_500, 95_500));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_more_rows_only_append()
    {
        GarchMarketSpec spec = Oil(new OilCurveUniverse { Months = 2 }, 200) with { Jumps = new JumpSpec(50, 0, 0.05), Regimes = new RegimeSpec(20, 5, 3) };
        LoadedData first = SimulatorSource.Generate(spec);

        Assert.Equal(first.Series.Select(series => series.Revision), SimulatorSource.Generate(spec).Series.Select(series => series.Revision));
        Assert.NotEqual(first.Series[0].Revision, SimulatorSource.Generate(spec with { Seed = 8 }).Series[0].Revision);
        LoadedData longer = SimulatorSource.Generate(spec with { Rows = 300 });
        long end = spec.TimeOf(200);
        Assert.Equal(first.Series.Select(series => series.Revision), longer.Series.Select(series => series.Between(long.MinValue, end).Revision));
    }

    [Fact]
    public void Jumps_come_as_often_as_asked_and_move_a_curve_together()
    {
        GarchMarketSpec calm = Oil(new OilCurveUniverse { Roots = ["CL"], Months = 2 }, Days);
        LoadedData data = SimulatorSource.Generate(calm with { Jumps = new JumpSpec(12, -0.2, 0.01) });
        double[] Moves(LoadedData from, string id) => Log(Column(from, id, "close"), Column(from, id, "open"));
        int[] Large(string id) => [.. Moves(data, id).Select((move, i) => (move, i)).Where(entry => entry.move < -0.13).Select(entry => entry.i)];

        // 5000 days at 12 in 252 days: 238, give or take three standard deviations of 15.
        Assert.InRange(Large("SIM-CL1 Comdty").Length, 238 - 46, 238 + 46);
        Assert.Equal(Large("SIM-CL1 Comdty"), Large("SIM-CL2 Comdty"));
        Assert.DoesNotContain(Moves(SimulatorSource.Generate(calm), "SIM-CL1 Comdty"), move => move < -0.13);
    }

    [Fact]
    public void Regimes_change_the_volatility_for_their_share_of_the_time()
    {
        GarchMarket market = new(Oil(new OilCurveUniverse { Roots = ["CL"], Months = 1 }, Days) with { Regimes = new RegimeSpec(60, 20, 3) });
        (List<double> calm, List<double> stress) = ([], []);
        for (int i = 0; i < Days; i++)
        {
            GarchQuote quote = market.Next()[0];
            (market.IsStress ? stress : calm).Add(Math.Log(quote.Bar.Close / quote.Bar.Open));
        }

        // A quarter of the time in about 62 spells: standard error near 0.03.
        Assert.Equal(0.25, (double)stress.Count / Days, 0.09);
        Assert.Equal(3, Deviation([.. stress]) / Deviation([.. calm]), 0.35);
    }

    [Theory]
    [InlineData(390, "1m", 390, "2024-03-15T14:30:00Z", "2024-03-18T14:30:00Z")]
    [InlineData(390, "1h", 7, "2024-03-15T14:00:00Z", "2024-03-18T14:00:00Z")]
    [InlineData(1380, "1m", 1380, "2024-03-15", "2024-03-18")]
    [InlineData(1380, "1d", 1, "2024-03-15", "2024-03-18")]
    public void Sessions_lie_on_weekdays(int minutes, string timeframe, int barsPerDay, string first, string nextDay)
    {
        Assert.True(Timeframe.TryParse(timeframe, out Timeframe length));
        GarchMarketSpec spec = Oil(new OilCurveUniverse { Roots = ["CL"], Months = 1 }, barsPerDay + 1) with
        {
            Timeframe = length, SessionMinutes = minutes, Start = UnixTime.FromDate(2024, 3, 15),
        };
        InstrumentSeries series = SimulatorSource.Generate(spec).Series[0];

        Assert.Equal((first, nextDay), (UnixTime.Format(series.Times.Span[0]), UnixTime.Format(series.Times.Span[^1])));
        Assert.Equal(barsPerDay + 1, series.Count);
        Assert.Equal(timeframe == "1d" ? Availability.Close : Availability.Candle, series.Availability);
    }

    [Fact]
    public void Minutes_add_up_to_the_volatility_of_their_day()
    {
        GarchMarketSpec spec = Oil(new OilCurveUniverse { Roots = ["CL"], Months = 1 }, 390 * 60) with { Timeframe = Timeframe.Minute };
        InstrumentSeries minutes = SimulatorSource.Generate(spec).Series[0];
        double[] moves = Log(minutes.Column("close").ToArray(), minutes.Column("open").ToArray());

        Assert.Equal(7.97457e-4, Deviation(moves), 7.97457e-4 * 0.05);
    }

    [Fact]
    public void Crypto_trades_around_the_clock_beside_instruments_that_do_not()
    {
        GarchMarketSpec spec = Custom([new("SIM-X/USD", AssetClass.CryptoSpot, 100, 0.5), new("SIM-S", AssetClass.Equity, 50, 0.2)], 0.6) with { Rows = 700 };
        LoadedData data = SimulatorSource.Generate(spec);

        Assert.Equal((700, 500), (data.Series[0].Count, data.Series[1].Count));
        Assert.False(data.Series[1].HasField("open_interest"));
    }

    [Fact]
    public void Impossible_correlations_are_refused_by_name()
    {
        GarchMarketSpec spec = Custom([new("A", AssetClass.Equity, 1, 0.2), new("B", AssetClass.Equity, 1, 0.2), new("C", AssetClass.Equity, 1, 0.2)], 0) with
        {
            Correlations = [1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1],
        };

        var error = Assert.Throws<InvalidInputException>(() => SimulatorSource.Generate(spec));

        Assert.Equal("CORRELATIONS_IMPOSSIBLE", error.Reason);
        Assert.Contains("C", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_market_names_every_field()
    {
        GarchMarketSpec spec = Custom([new("A", AssetClass.CreditIndex, -1, 9)], 0) with
        {
            Timeframe = Timeframe.Week, SessionMinutes = 100, Correlations = [], Jumps = new JumpSpec(0, 0, 0), Regimes = new RegimeSpec(0, 1, 1),
        };

        var error = Assert.Throws<InvalidInputException>(() => SimulatorSource.Generate(spec));

        Assert.Equal(
            ["timeframe", "session_minutes", "instruments[0].asset_class", "instruments[0].start_level", "instruments[0].annual_volatility", "correlations", "jumps", "regimes"],
            error.Violations.Select(violation => violation.Field));
        Assert.Throws<InvalidInputException>(() => new OilCurveUniverse { Roots = ["CL", "XX"] }.Instruments());
        Assert.Throws<InvalidInputException>(() => new OilCurveUniverse { Months = 19 }.Correlations());
    }

    private static LoadedData Simulate(OilCurveUniverse universe, int rows) => SimulatorSource.Generate(Oil(universe, rows));

    private static GarchMarketSpec Oil(OilCurveUniverse universe, int rows) => new()
    {
        Seed = 7, Start = UnixTime.FromDate(2004, 1, 1), Rows = rows, Instruments = universe.Instruments(), Correlations = universe.Correlations(),
    };

    private static GarchMarketSpec Custom(ImmutableArray<GarchInstrument> instruments, double correlation) => new()
    {
        Seed = 7, Start = UnixTime.FromDate(2024, 1, 1), Rows = 10, Instruments = instruments,
        Correlations = [.. instruments.SelectMany((_, i) => instruments.Select((_, j) => i == j ? 1 : correlation))],
    };

    private static double[] Column(LoadedData data, string id, string field) => data.Series.Single(series => series.Instrument.Id == id).Column(field).ToArray();

    private static double[] Log(double[] later, double[] earlier) => [.. later.Zip(earlier, (a, b) => Math.Log(a / b))];

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static double Correlation(double[] a, double[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / ((a.Length - 1) * Deviation(a) * Deviation(b));
    }
}
