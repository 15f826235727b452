using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>models</c>: what was trained.</summary>
internal static class ModelCommands
{
    public static Command Build(CommandHost host) => new("models", "Shows trained models.")
    {
        BuildList(host),
        BuildShow(host),
        BuildTypes(host),
        BuildDelete(host),
    };

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists models, newest first.", [limit], async invocation =>
        {
            List<Model> models = await invocation.Client.EnumerateModelsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(models);
            ResultTable table = new("Model", "Type", "Target", ">Horizon", ">Skill", "Verdict", "Created", "");
            foreach (Model model in models)
            {
                foreach (HorizonResult horizon in model.Horizons)
                {
                    table.Row(
                        model.Id,
                        model.ModelType,
                        model.TargetColumn,
                        Wording.Count(horizon.Horizon),
                        Wording.Number(horizon.WalkForward is { HasSkill: true } report ? report.Skill : null),
                        horizon.WalkForward?.Verdict ?? Wording.Absent,
                        Wording.Time(model.CreateTime),
                        Wording.Label(model.Simulated));
                }
            }

            table.WriteTo(invocation.Terminal, "No models; train one with 'tradewind train'.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("MODEL", "Id of the model.");
        return host.Command("show", "Shows a model with its validation.", [id], async invocation =>
        {
            GetModelRequest request = new() { ModelId = invocation.Get(id) };
            Model model = (await invocation.CallAsync(invocation.Client.Training.GetModelAsync, request).ConfigureAwait(false)).Model;
            invocation.Terminal.Json(model);
            ModelView.Write(invocation.Terminal, model);
        });
    }

    private static Command BuildTypes(CommandHost host) => host.Command("types", "Lists kinds of models and their parameters.", [], async invocation =>
    {
        List<ModelType> types = await invocation.Client.EnumerateModelTypesAsync(null, invocation.CancellationToken)
            .TakeAsync(0, invocation.CancellationToken).ConfigureAwait(false);
        invocation.Terminal.Json(types);
        foreach (ModelType type in types)
        {
            invocation.Terminal.Line($"{type.Key}: {type.Description}");
            ResultTable table = new("Parameter", ">Default", ">Min", ">Max", "Description");
            foreach (ModelParameter parameter in type.Parameters)
            {
                table.Row(
                    parameter.Name,
                    Wording.Value(parameter.DefaultValue),
                    Wording.Value(parameter.Minimum),
                    Wording.Value(parameter.Maximum),
                    parameter.Description);
            }

            table.WriteTo(invocation.Terminal, "  No parameters.");
        }
    });

    private static Command BuildDelete(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("MODEL", "Id of the model.");
        return host.Command("delete", "Removes a model.", [id], async invocation =>
        {
            DeleteModelRequest request = new() { ModelId = invocation.Get(id) };
            DeleteModelResponse response = await invocation.CallAsync(invocation.Client.Training.DeleteModelAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            invocation.Terminal.Line($"Deleted {request.ModelId}.");
        });
    }
}
