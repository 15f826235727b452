using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Training;
using Tradewind.Server.Data;
using Tradewind.Server.FeatureSets;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Server.Training;
using Tradewind.V1;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;
using TrainingSpec = Tradewind.Learning.Training.TrainingSpec;

namespace Tradewind.Server.Services;

/// <summary>Training, validation and predictions over gRPC.</summary>
internal sealed class TrainingGrpcService(
    PortfolioReader portfolios, OperationRunner operations, ModelShelf shelf, IdempotentCalls calls, TimeProvider clock, FeatureSetDirectory featureSets) : TrainingService.TrainingServiceBase
{
    private const string Path = "training";

    /// <inheritdoc />
    public override Task<ListModelTypesResponse> ListModelTypes(ListModelTypesRequest request, ServerCallContext context)
    {
        (IReadOnlyList<ModelEntry> page, string next) = Page.Cut(ModelCatalogue.Entries, PageRequest.Read(request));
        return Task.FromResult(new ListModelTypesResponse { ModelTypes = { page.Select(ModelMessages.From) }, NextPageToken = next });
    }

    /// <inheritdoc />
    public override Task<TrainModelResponse> TrainModel(TrainModelRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, TrainModelResponse.Parser,
        async () =>
        {
            V1.TrainingSpec training = Required.Message(request.Training, Path);
            LoadedPortfolio portfolio = await portfolios.AlignAsync(
                Required.Message(request.Portfolio, "portfolio"), "portfolio", context.CancellationToken).ConfigureAwait(false);
            FeatureSetSpec featureSet = featureSets.Read(request.FeatureSet, request.FeatureSetName, portfolio.Frame);
            TrainingSpec spec = TrainingSpecReader.Read(training, portfolio.Frame, Path);
            FeatureResult features = FeaturePipeline.Compute(portfolio.Frame, featureSet, context.CancellationToken);
            Check(features.Frame, spec);
            Operation operation = await operations.StartAsync(
                "training",
                (progress, cancellation) => TrainAsync(request, portfolio, features, spec, progress, cancellation),
                context.CancellationToken).ConfigureAwait(false);
            return new TrainModelResponse { Operation = operation };
        },
        context.CancellationToken);

    /// <inheritdoc />
    public override async Task<GetModelResponse> GetModel(GetModelRequest request, ServerCallContext context) =>
        new() { Model = await shelf.Models.GetAsync(Required.Text(request.ModelId, "model_id"), context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<Model> models, string next) = await shelf.Models.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListModelsResponse { Models = { models }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListPredictionsResponse> ListPredictions(ListPredictionsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        IReadOnlyList<OutOfSamplePrediction> all = await shelf.ReadPredictionsAsync(
            Required.Text(request.ModelId, "model_id"), request.Horizon, context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<OutOfSamplePrediction> predictions, string next) = Page.Cut(all, page);
        return new ListPredictionsResponse { Predictions = { predictions }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        using ForecastModel model = await shelf.LoadAsync(
            Required.Text(request.ModelId, "model_id"), request.Horizon, context.CancellationToken).ConfigureAwait(false);
        return new PredictResponse { Predicted = model.Predict(request.Features).Label, Horizon = model.Info.Horizon };
    }

    /// <inheritdoc />
    public override Task<DeleteModelResponse> DeleteModel(DeleteModelRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, DeleteModelResponse.Parser,
        async () =>
        {
            await shelf.RemoveAsync(Required.Text(request.ModelId, "model_id"), context.CancellationToken).ConfigureAwait(false);
            return new DeleteModelResponse();
        },
        context.CancellationToken);

    private static void Check(Frame features, TrainingSpec spec)
    {
        try
        {
            Trainer.Check(features, spec);
        }
        catch (InvalidInputException error)
        {
            throw TrainingSpecReader.InContract(error, Path);
        }
    }

    private async Task<string> TrainAsync(
        TrainModelRequest request, LoadedPortfolio portfolio, FeatureResult features, TrainingSpec spec, IProgress<OperationProgress> progress, CancellationToken cancellation)
    {
        using TrainingResult result = await Task.Run(() => Trainer.Train(features.Frame, spec, new Forward(progress), cancellation: cancellation), cancellation).ConfigureAwait(false);
        // Engineered columns say what they are; those of the portfolio are raw. What the trainer adds is lags of the target.
        Dictionary<string, string> categories = features.Frame.Columns.Take(features.RawColumnCount).Select(column => (column.Name, Category: "raw"))
            .Concat(features.Engineered.Zip(features.Categories, (column, category) => (column.Name, Category: category)))
            .ToDictionary(entry => entry.Name, entry => entry.Category, StringComparer.Ordinal);
        Model model = new()
        {
            Id = Identifiers.New("model", clock),
            ModelType = result.Horizons[0].Model.Info.Model,
            TargetColumn = spec.Target,
            TargetMode = ModelMessages.From(spec.Mode),
            CreateTime = ProtoTime.Now(clock),
            Features = { result.Horizons[0].Model.Info.Features },
            Horizons = { result.Horizons.Select(horizon => ModelMessages.From(horizon, categories)) },
            Warnings = { result.Warnings },
            Lineage = LineageMessages.Create(portfolio.Revisions, features.FeatureSetHash, result.Lineage.Hash, spec.Seed, result.Lineage.Library),
            Simulated = portfolio.Simulated,
            TrainingPortfolio = request.Portfolio,
            TrainingFeatures = request.FeatureSetName.Length > 0 ? featureSets.Get(request.FeatureSetName).Features : request.FeatureSet,
        };
        await shelf.KeepAsync(model, result, cancellation).ConfigureAwait(false);
        return model.Id;
    }

    private sealed class Forward(IProgress<OperationProgress> target) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => target.Report(new OperationProgress(
            (double)value.Done / value.Total,
            value.Stage == TrainingStage.WalkForward
                ? $"horizon {value.Horizon}: fold {value.Fold} of {value.FoldCount}"
                : $"horizon {value.Horizon}: {value.Stage.ToString().ToLowerInvariant()}"));
    }
}
