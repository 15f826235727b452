using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>
/// The union of a stored series and a load. The load wins in the rows and fields it carries; instrument details and availability
/// are the load's.
/// </summary>
/// <param name="Series">The merged content.</param>
/// <param name="RowsAdded">Rows at new times.</param>
/// <param name="RowsReplaced">Rows at times stored before, whether or not a value differs.</param>
/// <param name="RowsChanged">Rows at times stored before in which a value differs.</param>
/// <param name="Changed">First and last time of the rows that are new or differ; null where none is.</param>
internal sealed record SeriesMerge(InstrumentSeries Series, long RowsAdded, long RowsReplaced, long RowsChanged, (long First, long Last)? Changed)
{
    private const int Absent = -1;

    /// <summary>A load where nothing is stored yet.</summary>
    public static SeriesMerge OfFirst(InstrumentSeries load) =>
        new(load, load.Count, 0, 0, load.Count == 0 ? null : (load.Times.Span[0], load.Times.Span[^1]));

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
        bool[] differs = Differing(stored, load, fromStored, fromLoad);
        int added = times.Length - stored.Count;
        (int first, int last) = (Array.IndexOf(differs, true), Array.LastIndexOf(differs, true));
        return new SeriesMerge(
            merged, added, load.Count - added, differs.Count(row => row) - added, first < 0 ? null : (times[first], times[last]));
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

    /// <summary>Rows that are new, or in which the load carries a value of other bits than the stored one.</summary>
    private static bool[] Differing(InstrumentSeries stored, InstrumentSeries load, int[] fromStored, int[] fromLoad)
    {
        bool[] differs = new bool[fromStored.Length];
        foreach (string field in load.Fields)
        {
            ReadOnlySpan<double> now = load.Column(field).Span;
            ReadOnlySpan<double> before = stored.HasField(field) ? stored.Column(field).Span : default;
            for (int i = 0; i < differs.Length; i++)
            {
                if (fromLoad[i] != Absent && fromStored[i] != Absent)
                {
                    double old = before.IsEmpty ? double.NaN : before[fromStored[i]];
                    differs[i] |= BitConverter.DoubleToInt64Bits(now[fromLoad[i]]) != BitConverter.DoubleToInt64Bits(old);
                }
            }
        }

        for (int i = 0; i < differs.Length; i++)
        {
            differs[i] |= fromStored[i] == Absent;
        }

        return differs;
    }
}
