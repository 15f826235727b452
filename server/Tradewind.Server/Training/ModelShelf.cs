using Google.Protobuf;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Training;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Storage;
using Tradewind.V1;
using HorizonResult = Tradewind.Learning.Training.HorizonResult;

namespace Tradewind.Server.Training;

/// <summary>Keeps trained models: their description, their fitted form by horizon, and their out-of-sample predictions.</summary>
internal sealed class ModelShelf(IStore store, TimeProvider clock)
{
    private const string FittedCollection = "model-fits";
    private const string PredictionCollection = "model-predictions";

    /// <summary>Descriptions, by model id.</summary>
    public MessageRecords<Model> Models { get; } = new(store, clock, "models", "model", model => (model.Id, model.CreateTime));

    /// <summary>Keeps a model. Its description comes last: a model that can be found is whole.</summary>
    public async Task KeepAsync(Model model, TrainingResult result, CancellationToken cancellation)
    {
        foreach (HorizonResult horizon in result.Horizons)
        {
            ListPredictionsResponse predictions = new() { Predictions = { horizon.WalkForward.Predictions.Select(ModelMessages.From) } };
            await PutAsync(FittedCollection, Key(model.Id, horizon.Horizon), model.Id, horizon.Model.Save(), cancellation).ConfigureAwait(false);
            await PutAsync(PredictionCollection, Key(model.Id, horizon.Horizon), model.Id, predictions.ToByteArray(), cancellation).ConfigureAwait(false);
        }

        await Models.SaveAsync(model, cancellation).ConfigureAwait(false);
    }

    /// <summary>The fitted model of a horizon; the caller disposes of it.</summary>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="InvalidInputException">The model has no such horizon.</exception>
    public async Task<ForecastModel> LoadAsync(string modelId, int horizon, CancellationToken cancellation)
    {
        int found = await PickHorizonAsync(modelId, horizon, cancellation).ConfigureAwait(false);
        return ForecastModel.Load((await GetAsync(FittedCollection, modelId, found, cancellation).ConfigureAwait(false)).Span);
    }

    /// <summary>The out-of-sample predictions of a horizon, by time.</summary>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="InvalidInputException">The model has no such horizon.</exception>
    public async Task<IReadOnlyList<OutOfSamplePrediction>> ReadPredictionsAsync(string modelId, int horizon, CancellationToken cancellation)
    {
        int found = await PickHorizonAsync(modelId, horizon, cancellation).ConfigureAwait(false);
        return ListPredictionsResponse.Parser.ParseFrom((await GetAsync(PredictionCollection, modelId, found, cancellation).ConfigureAwait(false)).Span).Predictions;
    }

    /// <summary>Removes a model.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task RemoveAsync(string modelId, CancellationToken cancellation)
    {
        Model model = await Models.GetAsync(modelId, cancellation).ConfigureAwait(false);
        await Models.DeleteAsync(modelId, cancellation).ConfigureAwait(false);
        foreach (V1.HorizonResult horizon in model.Horizons)
        {
            await store.Documents.DeleteAsync(FittedCollection, Key(modelId, horizon.Horizon), CancellationToken.None).ConfigureAwait(false);
            await store.Documents.DeleteAsync(PredictionCollection, Key(modelId, horizon.Horizon), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string Key(string modelId, int horizon) => FormattableString.Invariant($"{modelId}/{horizon}");

    private async Task<int> PickHorizonAsync(string modelId, int horizon, CancellationToken cancellation)
    {
        Model model = await Models.GetAsync(modelId, cancellation).ConfigureAwait(false);
        return horizon == 0 ? model.Horizons[0].Horizon
            : model.Horizons.Any(result => result.Horizon == horizon) ? horizon
            : throw new InvalidInputException(
                "UNKNOWN_HORIZON", "horizon", $"{modelId} has the horizons {string.Join(", ", model.Horizons.Select(result => result.Horizon))}, not {horizon}.");
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(string collection, string modelId, int horizon, CancellationToken cancellation) =>
        (await store.Documents.GetAsync(collection, Key(modelId, horizon), cancellation).ConfigureAwait(false)
            ?? throw new NotFoundException("model", modelId)).Body;

    private Task PutAsync(string collection, string id, string parent, byte[] body, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        return store.Documents.PutAsync(new StoredDocument(collection, id, parent, now, now, body), cancellation);
    }
}
