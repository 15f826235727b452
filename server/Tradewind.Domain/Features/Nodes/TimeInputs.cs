using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>What nodes may read of a row's label, beside its columns.</summary>
internal static class TimeInputs
{
    /// <summary>Number of inputs.</summary>
    public const int Count = 2;

    /// <summary>Place of a named input; −1 for the name of a column.</summary>
    public static int PlaceOf(string name) => name switch
    {
        FeatureNode.DayInput => 0,
        FeatureNode.SecondInput => 1,
        _ => -1,
    };

    /// <summary>The input at a place of a label.</summary>
    public static double Of(long time, int place) => UnixTime.FloorDivide(time, place == 0 ? UnixTime.Day : UnixTime.Second);

    /// <summary>The inputs of all rows that nodes read; the others are empty.</summary>
    public static ReadOnlyMemory<double>[] Columns(Frame frame, IReadOnlyCollection<FeatureNode> nodes)
    {
        ReadOnlyMemory<double>[] columns = new ReadOnlyMemory<double>[Count];
        foreach (int place in nodes.SelectMany(node => node.Inputs).Select(PlaceOf).Where(place => place >= 0).Distinct())
        {
            double[] values = new double[frame.RowCount];
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = Of(frame.Times.Span[row], place);
            }

            columns[place] = values;
        }

        return columns;
    }
}
