using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Runs a script of <c>reference/</c> on a table and reads the columns it makes.</summary>
internal static class PythonReference
{
    public static Dictionary<string, double[]> Compute(Frame frame, string[] coins, string[] credits) => Compute(
        "features_reference.py",
        [FormattableString.Invariant($"rows_per_year={frame.RowsPerYear:R}"), $"crypto={string.Join(' ', coins)}", $"credit={string.Join(' ', credits)}"],
        [.. frame.Columns.Select(column => (column.Name, column.Values.ToArray()))]);

    /// <param name="script">File in <c>reference/</c>.</param>
    /// <param name="settings">Comment lines before the header.</param>
    /// <param name="columns">Table given to it.</param>
    public static Dictionary<string, double[]> Compute(string script, string[] settings, params (string Name, double[] Values)[] columns)
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-features-").FullName;
        try
        {
            string input = Path.Combine(folder, "input.csv");
            string output = Path.Combine(folder, "output.csv");
            WriteInput(input, settings, columns);
            Run(script, input, output);
            return Read(output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string name, string input, string output)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "reference", name);
        ProcessStartInfo start = new("/usr/bin/python3", [script, input, output]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The pandas reference failed (it needs python3-pandas under /usr/bin/python3): {errors}");
    }

    private static void WriteInput(string path, string[] settings, (string Name, double[] Values)[] columns)
    {
        StringBuilder text = new();
        foreach (string setting in settings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"# {setting}");
        }

        text.AppendLine(string.Join(',', columns.Select(column => column.Name)));
        for (int row = 0; row < columns[0].Values.Length; row++)
        {
            text.AppendLine(string.Join(',', columns.Select(column => Cell(column.Values[row]))));
        }

        File.WriteAllText(path, text.ToString());
    }

    private static Dictionary<string, double[]> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] names = lines[0].Split(',');
        double[][] columns = [.. names.Select(_ => new double[lines.Length - 1])];
        for (int row = 1; row < lines.Length; row++)
        {
            string[] cells = lines[row].Split(',');
            for (int i = 0; i < names.Length; i++)
            {
                columns[i][row - 1] = cells[i].Length == 0 ? double.NaN : double.Parse(cells[i], CultureInfo.InvariantCulture);
            }
        }

        return names.Zip(columns).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static string Cell(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
