using System.Diagnostics;
using System.Text.Json;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Tests;

/// <summary>Runs a script of an independent implementation on the same rows.</summary>
internal static class PythonReference
{
    // Debian's packages belong to this interpreter, whatever other python3 stands first on the path.
    private const string Interpreter = "/usr/bin/python3";

    public sealed record Answer(double[] Predictions, double[] Importance, string Version);

    public static Answer Run(string script, string debianPackage, Samples train, FeatureMatrix test, Dictionary<string, double> parameters)
    {
        string input = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["train"] = Rows(train.Features),
            ["labels"] = train.Labels.ToArray(),
            ["test"] = Rows(test),
            ["parameters"] = parameters,
        });
        Assert.True(File.Exists(Interpreter), $"{Interpreter} is missing: install the Debian package {debianPackage}.");
        using Process process = Process.Start(new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "reference", script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The script ended before it read its input; its exit code and errors tell why.
        }

        process.WaitForExit();
        Assert.False(errors.Result.Contains("ModuleNotFoundError", StringComparison.Ordinal), $"{script} needs the Debian package {debianPackage}: {errors.Result}");
        Assert.True(process.ExitCode == 0, $"{script} failed: {errors.Result}");
        return JsonSerializer.Deserialize<Answer>(output.Result, JsonSerializerOptions.Web)!;
    }

    private static double[][] Rows(FeatureMatrix matrix) => [.. Enumerable.Range(0, matrix.RowCount).Select(row => matrix.Row(row).ToArray())];
}
