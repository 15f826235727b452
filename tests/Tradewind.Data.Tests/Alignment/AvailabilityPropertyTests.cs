using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using Tradewind.Domain.Market.Calendars;
using static Tradewind.Data.Tests.Alignment.AlignmentSample;

namespace Tradewind.Data.Tests.Alignment;

/// <summary>
/// Every value carries the row it came from (series times a million plus row), so that each cell of an aligned frame can be traced to the
/// time its value was known.
/// </summary>
public sealed class AvailabilityPropertyTests
{
    private const int PerSeries = 1_000_000;
    private const int Days = 60;
    private static readonly long Start = Time("2024-01-01");

    [Fact]
    public void No_aligned_value_is_earlier_than_its_availability() => Prop.ForAll(Cases().ToArbitrary(), test =>
    {
        AlignmentResult result;
        try
        {
            result = PortfolioAlignment.Align(test.Inputs, test.Spec);
        }
        catch (InvalidInputException nothing) when (nothing.Reason == "ALIGNMENT_EMPTY")
        {
            return true.Label("no row").Classify(true, "empty");
        }

        (int seen, string early) = (0, "");
        foreach (FrameColumn column in result.Frame.Columns)
        {
            for (int row = 0; row < result.Frame.RowCount; row++)
            {
                double value = column.Values.Span[row];
                if (double.IsNaN(value))
                {
                    continue;
                }

                (int from, int sourceRow) = ((int)value / PerSeries, (int)value % PerSeries);
                long known = test.Known[from][sourceRow];
                seen++;
                early = known <= result.Frame.InformationTime(row)
                    ? early
                    : $"{column.Name} in row {UnixTime.Format(result.Frame.Times.Span[row])} was known only at {UnixTime.Format(known)}";
            }
        }

        bool open = test.Spec.Sessions is null || result.Frame.Timeframe > Timeframe.Day
            || result.Labels().All(label => test.Spec.Sessions.IsOpen(DateOnly.Parse(label[..10], System.Globalization.CultureInfo.InvariantCulture)));
        return (early.Length == 0 && open).Label($"{test.Spec}: {early}").Classify(seen == 0, "no value");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private sealed record Case(AlignmentSpec Spec, AlignedInput[] Inputs, long[][] Known);

    private static Gen<Case> Cases() =>
        from method in Gen.Elements(AlignmentMethod.Outer, AlignmentMethod.Inner, AlignmentMethod.Left)
        from fill in Gen.Elements(GapFill.None, GapFill.ForwardFill)
        from calendar in Gen.Elements(AlignmentCalendar.Union, AlignmentCalendar.Business)
        from limit in Gen.Choose(0, 8)
        from days in Gen.Choose(-1, 10)
        from rowLength in Gen.Elements(Timeframe.Hour, Timeframe.Day, Timeframe.Week, Timeframe.Month)
        from sessions in Gen.Elements<TradingCalendar?>([null, null, .. TradingCalendars.All])
        from count in Gen.Choose(1, 5)
        from inputs in Inputs(count)
        let spec = new AlignmentSpec
        {
            Method = method, Fill = fill, Calendar = calendar, FillLimit = limit, ResampleTo = rowLength, Sessions = sessions,
            FillLimitTime = days < 0 ? null : days * UnixTime.Day,
        }
        where spec.ResampleTo >= inputs.Min(input => input.Input.Series.Timeframe)
        select new Case(spec, [.. inputs.Select(input => input.Input)], [.. inputs.Select(input => input.Known)]);

    private static Gen<(AlignedInput Input, long[] Known)[]> Inputs(int count) =>
        Enumerable.Range(0, count).Aggregate(
            Gen.Constant(Array.Empty<(AlignedInput, long[])>()),
            (before, index) => from list in before from next in Input(index) select (((AlignedInput, long[])[])[.. list, next]));

    // A calendar, a publication rule, releases that slip by days where a release calendar says so, and revisions that replace a value
    // later, so that what the series holds was known only then.
    private static Gen<(AlignedInput Input, long[] Known)> Input(int index) =>
        from calendar in Gen.Elements<TradingCalendar>([.. TradingCalendars.All])
        from availability in Gen.Elements(
            Availability.Candle, Availability.Close, Availability.NextBusinessDay, Availability.H10, Availability.H41, Availability.EiaWeekly,
            Availability.Cot, Availability.OnChain)
        from step in Gen.Elements(1, 1, 7)
        from kept in Gen.Choose(0, 4).ArrayOf(Days)
        from slips in Gen.Choose(-30, 240).ArrayOf(Days)
        from revisions in Gen.Choose(-10, 20).ArrayOf(Days)
        let weekly = step == 7 || availability is Availability.EiaWeekly or Availability.H41 or Availability.Cot
        let stamps = Enumerable.Range(0, Days).Where(day => kept[day] > 0 && (!weekly || day % 7 == 0))
            .Select(day => Start + day * UnixTime.Day).Where(time => weekly || calendar.IsOpen(UnixTime.ToDate(time))).ToArray()
        where stamps.Length > 0
        let plain = new InstrumentSeries(
            new Instrument($"S{index}", calendar.EveryDay ? AssetClass.CryptoSpot : AssetClass.Index) { Calendar = calendar.Id },
            weekly ? Timeframe.Week : Timeframe.Day, availability, stamps,
            [KeyValuePair.Create("v", (ReadOnlyMemory<double>)stamps.Select((_, row) => (double)(index * PerSeries + row)).ToArray())])
        let series = revisions[0] < 0
            ? plain
            : plain.WithKnownTimes(stamps.Select((_, row) => plain.AvailableAt(row) + Math.Max(0, revisions[row]) * UnixTime.Day).ToArray())
        let releases = stamps.Where((_, row) => slips[row] > 0).Select(stamp => new Release(stamp, stamp + slips[(stamp - Start) / UnixTime.Day % Days] switch
        {
            < 0 => 0,
            var hours => hours * UnixTime.Hour,
        })).ToArray()
        select (new AlignedInput(series) { Releases = releases }, Known(series, releases));

    // Written down a second time, without the code under test: the release where one is listed, else what the series says.
    private static long[] Known(InstrumentSeries series, Release[] releases) =>
    [
        .. Enumerable.Range(0, series.Count).Select(row => releases.Where(release => release.Stamp == series.Times.Span[row]) is var own && own.Any()
            ? own.Max(release => release.ReleasedAt)
            : series.AvailableAt(row)),
    ];
}
