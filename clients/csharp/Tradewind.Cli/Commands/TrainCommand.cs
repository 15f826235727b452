using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>train</c>: a model with walk-forward validation.</summary>
internal static class TrainCommand
{
    public static Command Build(CommandHost host)
    {
        PortfolioOptions portfolio = new();
        FeatureSetOptions features = new();
        Option<string> target = new("--target") { Description = "Column to forecast, e.g. BTC_USD_close.", HelpName = "COLUMN", Required = true };
        Option<int[]> horizons = new("--horizon") { Description = "Rows ahead; may be repeated (default 5).", HelpName = "N", AllowMultipleArgumentsPerToken = true };
        Option<TargetMode> mode = EnumOption.Create<TargetMode>("--target-mode", "What the label measures (default return for prices, change for others).");
        Option<string?> model = new("--model") { Description = "Kind of model, see 'tradewind models types' (default XGBoost).", HelpName = "TYPE" };
        Option<Dictionary<string, string>> parameters = KeyValueOption.Numbers("--param", "Parameter of the model; may be repeated.");
        Option<int?> folds = new("--folds") { Description = "Walk-forward folds, 2 to 50 (default 5).", HelpName = "N" };
        Option<long?> seed = new("--seed") { Description = "Seed of every random choice (default 42).", HelpName = "N" };
        return host.Command(
            "train",
            "Trains a model and validates it walk-forward against a random walk.",
            [.. portfolio.Symbols, .. features.Symbols, target, horizons, mode, model, parameters, folds, seed],
            async invocation =>
            {
                TrainingSpec training = new()
                {
                    TargetColumn = invocation.Get(target)!,
                    Horizons = { invocation.Get(horizons) ?? [] },
                    TargetMode = invocation.Get(mode),
                    ModelType = invocation.Get(model) ?? string.Empty,
                    ModelParameters = { KeyValueOption.ReadNumbers(invocation, parameters) },
                };
                if (invocation.Get(folds) is { } foldCount)
                {
                    training.Folds = foldCount;
                }

                if (invocation.Get(seed) is { } given)
                {
                    training.Seed = given;
                }

                Model trained = await TrainAsync(
                    invocation,
                    new TrainModelRequest
                    {
                        Portfolio = portfolio.Read(invocation),
                        FeatureSet = features.Read(invocation),
                        FeatureSetName = features.ReadName(invocation),
                        Training = training,
                    }).ConfigureAwait(false);
                invocation.Terminal.Json(trained);
                ModelView.Write(invocation.Terminal, trained);
            });
    }

    /// <summary>Trains and waits for the model.</summary>
    public static async Task<Model> TrainAsync(Invocation invocation, TrainModelRequest request)
    {
        TrainModelResponse started = await invocation.CallAsync(invocation.Client.Training.TrainModelAsync, request).ConfigureAwait(false);
        string id = await OperationTracking.ResultAsync(invocation, "Training", started.Operation).ConfigureAwait(false);
        return (await invocation.CallAsync(invocation.Client.Training.GetModelAsync, new GetModelRequest { ModelId = id }).ConfigureAwait(false)).Model;
    }
}
