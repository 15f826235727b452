using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Selection;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Training;

/// <summary>A fitted model with the names of its features: what is stored, promoted and asked for forecasts. Safe for several threads.</summary>
public sealed class ForecastModel : IDisposable
{
    private readonly ITrainedModel _model;

    internal ForecastModel(ForecastModelInfo info, ITrainedModel model) => (Info, _model) = (info, model);

    /// <summary>What it predicts, from what, and how it was made.</summary>
    public ForecastModelInfo Info { get; }

    /// <summary>Forecast from one row given by name, in any order.</summary>
    /// <param name="features">Every feature of the model and no other, none missing.</param>
    /// <param name="current">T(t), to complete change with level; NaN when not known.</param>
    /// <exception cref="InvalidInputException">Names differ from the training set's, or a value is not finite: fields <c>features.{name}</c>.</exception>
    public PointForecast Predict(IReadOnlyDictionary<string, double> features, double current = double.NaN)
    {
        double[] row = new double[Info.Features.Length];
        List<FieldViolation> violations = [];
        for (int i = 0; i < row.Length; i++)
        {
            string name = Info.Features[i];
            if (!features.TryGetValue(name, out row[i]))
            {
                violations.Add(new FieldViolation($"features.{name}", "missing"));
            }
            else if (!double.IsFinite(row[i]))
            {
                violations.Add(new FieldViolation($"features.{name}", "must be a finite number"));
            }
        }

        ImmutableHashSet<string> known = ImmutableHashSet.Create(StringComparer.Ordinal, Info.Features.AsSpan());
        string[] extra = [.. features.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)];
        violations.AddRange(extra.Select(name => new FieldViolation($"features.{name}", "not a feature of this model")));
        if (violations.Count > 0)
        {
            string missing = string.Join(", ", violations.Where(v => v.Description == "missing").Select(v => v.Field["features.".Length..]));
            throw new InvalidInputException(
                "FEATURES_MISMATCH",
                "The features must be exactly those the model was trained on. " +
                $"Missing: {(missing.Length > 0 ? missing : "none")}. Extra: {(extra.Length > 0 ? string.Join(", ", extra) : "none")}.",
                violations);
        }

        return PointForecast.Of(PredictLabels(new FeatureMatrix(row, 1, row.Length), [current])[0], current, Info.Mode);
    }

    /// <summary>Forecasts from every row of a frame that has all features and the target.</summary>
    /// <returns>One forecast a row of the frame, both parts NaN where a value is missing.</returns>
    /// <exception cref="InvalidInputException">The frame lacks the target or a feature.</exception>
    public PointForecast[] Predict(Frame frame)
    {
        ImmutableArray<FeatureColumn> columns = FeatureColumns.Trained(frame, Info.Target, Info.Lags, Info.Features);
        ReadOnlySpan<double> target = frame.Find(Info.Target)!.Values.Span;
        PointForecast[] forecasts = new PointForecast[frame.RowCount];
        Array.Fill(forecasts, PointForecast.None);

        (List<int> complete, List<double> features, List<double> current) = ([], [], []);
        double[] values = new double[columns.Length];
        for (int row = 0; row < frame.RowCount; row++)
        {
            if (double.IsFinite(target[row]) && LabelledRows.TryRead(columns, row, values))
            {
                complete.Add(row);
                features.AddRange(values);
                current.Add(target[row]);
            }
        }

        double[] labels = PredictLabels(new FeatureMatrix(features.ToArray(), complete.Count, columns.Length), [.. current]);
        for (int i = 0; i < labels.Length; i++)
        {
            forecasts[complete[i]] = PointForecast.Of(labels[i], current[i], Info.Mode);
        }

        return forecasts;
    }

    /// <summary>Bytes that <see cref="Load"/> restores with bit-equal forecasts: see <see cref="ForecastModelFile"/>.</summary>
    public byte[] Save() => ForecastModelFile.Write(Info, _model.Save());

    /// <summary>Restores a saved model.</summary>
    /// <exception cref="InvalidInputException">The bytes are damaged, not a model, or of a newer format.</exception>
    /// <exception cref="PreconditionException">The library the model needs is not installed.</exception>
    public static ForecastModel Load(ReadOnlySpan<byte> saved)
    {
        (ForecastModelInfo info, byte[] payload) = ForecastModelFile.Read(saved);
        ITrainedModel inner = ModelCatalogue.Load(info.Model, payload);
        return new ForecastModel(info, info.Kept is { } kept ? new TrainedPrunedModel(inner, kept, info.Features.Length, []) : inner);
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    internal double[] PredictLabels(FeatureMatrix rows, ReadOnlySpan<double> current)
    {
        double[] labels = new double[rows.RowCount];
        _model.Predict(rows, current, labels);
        return labels;
    }
}
