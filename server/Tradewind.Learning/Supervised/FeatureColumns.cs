using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Learning.Supervised;

/// <summary>Finds the columns that features are read from.</summary>
internal static class FeatureColumns
{
    // A frame keeps its dates apart from its columns; an imported sheet may still carry one as numbers.
    private static readonly ImmutableArray<string> s_dateNames = ["Dates", "Date", "Time", "Timestamp"];

    /// <summary>Name of a lag of the target.</summary>
    public static string LagName(string target, int lag) => $"{target}_lag_{lag}";

    /// <summary>
    /// Features a specification asks for: columns in frame order (or whitelist order), then lags. A frame column with the name of an
    /// asked-for lag gives way to the lag computed here, whose meaning is certain.
    /// </summary>
    public static ImmutableArray<FeatureColumn> Offered(Frame frame, SupervisedSpec spec)
    {
        ImmutableArray<string> lagNames = [.. spec.Lags.Select(lag => LagName(spec.Target, lag))];
        IEnumerable<FrameColumn> columns = spec.Features is { } names
            ? names.Distinct(StringComparer.Ordinal).Select(name => frame.Find(name)).OfType<FrameColumn>()
            : frame.Columns;
        FrameColumn target = frame.Find(spec.Target)!;
        return
        [
            .. columns.Where(column => column.Name != spec.Target && !IsDate(column.Name) && !lagNames.Contains(column.Name)).Select(Plain),
            .. spec.Lags.Distinct().Select(lag => new FeatureColumn(LagName(spec.Target, lag), target.Values, lag, IsRaw: false)),
        ];
    }

    /// <summary>The features of a trained model, in its order, found in a frame.</summary>
    /// <exception cref="InvalidInputException">A feature or the target is not in the frame.</exception>
    public static ImmutableArray<FeatureColumn> Trained(Frame frame, string target, ImmutableArray<int> lags, ImmutableArray<string> names)
    {
        List<FieldViolation> missing = [];
        ImmutableArray<FeatureColumn>.Builder found = ImmutableArray.CreateBuilder<FeatureColumn>(names.Length);
        FrameColumn? targetColumn = Find(frame, target, "target", missing);
        foreach (string name in names)
        {
            int lag = lags.FirstOrDefault(lag => LagName(target, lag) == name);
            FrameColumn? column = lag > 0 ? targetColumn : Find(frame, name, "features", missing);
            if (column is not null)
            {
                found.Add(lag > 0 ? new FeatureColumn(name, column.Values, lag, IsRaw: false) : Plain(column));
            }
        }

        return missing.Count == 0
            ? found.MoveToImmutable()
            : throw new InvalidInputException("FEATURES_MISMATCH", $"The frame lacks {missing.Count} columns the model was trained on.", missing);
    }

    /// <summary>The column, or null after noting a violation that suggests and lists names.</summary>
    public static FrameColumn? Find(Frame frame, string name, string field, List<FieldViolation> violations)
    {
        FrameColumn? column = frame.Find(name);
        if (column is null)
        {
            violations.Add(new FieldViolation(field, new NotFoundException("column", name, frame.Columns.Select(c => c.Name)).Message));
        }

        return column;
    }

    private static bool IsDate(string name) => s_dateNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static FeatureColumn Plain(FrameColumn column) => new(column.Name, column.Values, Shift: 0, column.InstrumentId.Length > 0);
}
