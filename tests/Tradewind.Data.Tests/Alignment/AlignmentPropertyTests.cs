using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using static Tradewind.Data.Tests.Alignment.AlignmentSample;

namespace Tradewind.Data.Tests.Alignment;

public sealed class AlignmentPropertyTests
{
    private static readonly long Start = Time("2024-01-01");

    [Fact]
    public void Knowing_less_of_the_future_changes_no_row_of_the_past() => Prop.ForAll(
        Cases().ToArbitrary(),
        test => test.Nows
            .Select(now =>
            {
                Dictionary<long, double[]> all = Rows(Align(test.Inputs, test.Spec), now);
                Dictionary<long, double[]> then = Rows(Align([.. test.Inputs.Select(series => KnownAt(series, now))], test.Spec), now);
                return (all.Keys.Order().SequenceEqual(then.Keys.Order()) && all.All(row => row.Value.SequenceEqual(then[row.Key])))
                    .Label($"{test.Spec} now {UnixTime.Format(now)}: {all.Count} rows against {then.Count}");
            })
            .Aggregate((one, other) => one.And(other))).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

    [Fact]
    public void Order_of_inputs_changes_only_the_order_of_columns() => Prop.ForAll(
        Cases().Where(test => test.Spec.Method != AlignmentMethod.Left).ToArbitrary(),
        test =>
        {
            AlignmentResult? forward = Align(test.Inputs, test.Spec);
            AlignmentResult? reverse = Align([.. test.Inputs.Reverse()], test.Spec);
            return (forward is null && reverse is null)
                || (forward!.Frame.Times.Span.SequenceEqual(reverse!.Frame.Times.Span)
                    && forward.Frame.Columns.All(column => column.Values.Span.SequenceEqual(reverse.Frame.Find(column.Name)!.Values.Span)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private sealed record Case(AlignmentSpec Spec, InstrumentSeries[] Inputs, long[] Nows);

    private static Gen<Case> Cases() =>
        from method in Gen.Elements(AlignmentMethod.Outer, AlignmentMethod.Inner, AlignmentMethod.Left)
        from fill in Gen.Elements(GapFill.None, GapFill.ForwardFill)
        from calendar in Gen.Elements(AlignmentCalendar.Union, AlignmentCalendar.Business)
        from limit in Gen.Choose(0, 6)
        from rowLength in Gen.Elements(Timeframe.Hour, Timeframe.Day, Timeframe.Week)
        from hourly in Bars("H", Timeframe.Hour, 24 * 40, holes: rowLength == Timeframe.Hour)
        from crypto in Bars("C", Timeframe.Day, 40, holes: rowLength < Timeframe.Week)
        from credit in Observations("CR", Availability.Close, AssetClass.CreditIndex, 1, holes: rowLength < Timeframe.Week)
        from fred in Observations("FR", Availability.NextBusinessDay, AssetClass.Rate, 1, holes: rowLength < Timeframe.Week)
        from dollar in Observations("DX", Availability.H10, AssetClass.Index, 1, holes: rowLength < Timeframe.Week)
        from cot in Observations("COT", Availability.Cot, AssetClass.Macro, 7, holes: false)
        from eia in Observations("EIA", Availability.EiaWeekly, AssetClass.Macro, 7, holes: false)
        from chain in Observations("ON", Availability.OnChain, AssetClass.OnChain, 1, holes: rowLength < Timeframe.Week)
        from size in Gen.Choose(1, 8)
        from order in Gen.Shuffle(new[] { crypto, credit, fred, dollar, cot, eia, chain })
        from nows in Gen.Choose(0, 24 * 50).ArrayOf(8)
        let spec = new AlignmentSpec { Method = method, Fill = fill, Calendar = calendar, FillLimit = limit, ResampleTo = rowLength }
        select new Case(spec, [hourly, .. order.Take(size - 1)], [.. nows.Select(now => Start + now * UnixTime.Hour)]);

    // Buckets without a hole at their end: only there does the source itself say that the bucket is over.
    private static Gen<InstrumentSeries> Bars(string id, Timeframe timeframe, int rows, bool holes) =>
        from kept in Gen.Choose(0, holes ? 3 : 0).ListOf(rows)
        from values in Gen.Choose(0, 1000).ListOf(rows)
        let indices = Enumerable.Range(0, rows).Where(i => kept[i] < 3).ToArray()
        select Series(
            id, AssetClass.CryptoSpot, Availability.Candle, timeframe, [.. indices.Select(i => Start + i * timeframe.Nanoseconds)],
            ("close", [.. indices.Select(i => (double)values[i])]), ("volume", [.. indices.Select(i => (double)values[i])]));

    private static Gen<InstrumentSeries> Observations(string id, Availability availability, AssetClass assetClass, int step, bool holes) =>
        from kept in Gen.Choose(0, holes ? 3 : 0).ListOf(45)
        from values in Gen.Choose(0, 1000).ListOf(45)
        from empty in Gen.Choose(0, holes ? 4 : 0).ListOf(45)
        let days = Enumerable.Range(0, 45)
            .Where(i => i % step == 0 && kept[i] < 3 && (assetClass == AssetClass.OnChain || step > 1 || UnixTime.IsWeekday(Start + i * UnixTime.Day)))
            .ToArray()
        select Series(
            id, assetClass, availability, step == 7 ? Timeframe.Week : Timeframe.Day, [.. days.Select(i => Start + i * UnixTime.Day)],
            ("a", [.. days.Select(i => empty[i] == 4 ? double.NaN : values[i])]), ("b", [.. days.Select(i => -(double)values[i])]));

    private static AlignmentResult? Align(InstrumentSeries[] inputs, AlignmentSpec spec)
    {
        try
        {
            return AlignmentSample.Align(spec, inputs);
        }
        catch (InvalidInputException nothing) when (nothing.Reason == "ALIGNMENT_EMPTY")
        {
            return null;
        }
    }

    private static InstrumentSeries KnownAt(InstrumentSeries series, long now)
    {
        int known = Enumerable.Range(0, series.Count).Count(row => series.AvailableAt(row) <= now);
        return series.Between(long.MinValue, known == series.Count ? long.MaxValue : series.Times.Span[known]);
    }

    private static Dictionary<long, double[]> Rows(AlignmentResult? result, long now) => result is null
        ? []
        : Enumerable.Range(0, result.Frame.RowCount)
            .Where(row => result.Frame.InformationTime(row) <= now)
            .ToDictionary(
                row => result.Frame.Times.Span[row],
                row => result.Frame.Columns.Select(column => column.Values.Span[row]).ToArray());
}
