using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>
/// The union of a stored series and a load. The load wins in the rows and fields it carries; instrument details and availability
/// are the load's.
/// </summary>
/// <param name="Series">The merged content.</param>
/// <param name="RowsAdded">Rows at new times.</param>
/// <param name="RowsReplaced">Rows at times stored before.</param>
internal sealed record SeriesMerge(InstrumentSeries Series, long RowsAdded, long RowsReplaced)
{
    private const int Absent = -1;

    public static SeriesMerge Of(InstrumentSeries stored, InstrumentSeries load)
    {
        (long[] times, int[] fromStored, int[] fromLoad) = JoinTimes(stored.Times.Span, load.Times.Span);
        IEnumerable<string> fields = stored.Fields.Concat(load.Fields.Where(field => !stored.HasField(field)));
        InstrumentSeries merged = new(
            load.Instrument,
            load.Timeframe,
            load.Availability,
            times,
            [
                .. fields.Select(field => KeyValuePair.Create(
                    field,
                    (ReadOnlyMemory<double>)MergeColumn(
                        stored.HasField(field) ? stored.Column(field).Span : default, fromStored,
                        load.HasField(field) ? load.Column(field).Span : default, fromLoad))),
            ]);
        int added = times.Length - stored.Count;
        return new SeriesMerge(merged, added, load.Count - added);
    }

    private static (long[] Times, int[] FromStored, int[] FromLoad) JoinTimes(ReadOnlySpan<long> stored, ReadOnlySpan<long> load)
    {
        int most = stored.Length + load.Length;
        (long[] times, int[] fromStored, int[] fromLoad) = (new long[most], new int[most], new int[most]);
        (int s, int l, int count) = (0, 0, 0);
        while (s < stored.Length || l < load.Length)
        {
            bool takeStored = l == load.Length || (s < stored.Length && stored[s] <= load[l]);
            bool takeLoad = s == stored.Length || (l < load.Length && load[l] <= stored[s]);
            times[count] = takeStored ? stored[s] : load[l];
            fromStored[count] = takeStored ? s++ : Absent;
            fromLoad[count] = takeLoad ? l++ : Absent;
            count++;
        }

        return (times[..count], fromStored[..count], fromLoad[..count]);
    }

    // An empty span stands for a series without the field.
    private static double[] MergeColumn(ReadOnlySpan<double> stored, int[] fromStored, ReadOnlySpan<double> load, int[] fromLoad)
    {
        double[] merged = new double[fromStored.Length];
        for (int i = 0; i < merged.Length; i++)
        {
            merged[i] = !load.IsEmpty && fromLoad[i] != Absent ? load[fromLoad[i]]
                : !stored.IsEmpty && fromStored[i] != Absent ? stored[fromStored[i]]
                : double.NaN;
        }

        return merged;
    }
}
