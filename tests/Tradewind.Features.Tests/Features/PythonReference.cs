using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Runs <c>reference/features_reference.py</c> on a frame.</summary>
internal static class PythonReference
{
    public static Dictionary<string, double[]> Compute(Frame frame, string[] coins, string[] credits)
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-features-").FullName;
        try
        {
            string input = Path.Combine(folder, "input.csv");
            string output = Path.Combine(folder, "output.csv");
            WriteInput(input, frame, coins, credits);
            Run(input, output);
            return Read(output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string input, string output)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "reference", "features_reference.py");
        ProcessStartInfo start = new("/usr/bin/python3", [script, input, output]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The pandas reference failed (it needs python3-pandas under /usr/bin/python3): {errors}");
    }

    private static void WriteInput(string path, Frame frame, string[] coins, string[] credits)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"# rows_per_year={frame.RowsPerYear:R}");
        text.AppendLine(CultureInfo.InvariantCulture, $"# crypto={string.Join(' ', coins)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"# credit={string.Join(' ', credits)}");
        text.AppendLine(string.Join(',', frame.Columns.Select(column => column.Name)));
        for (int row = 0; row < frame.RowCount; row++)
        {
            text.AppendLine(string.Join(',', frame.Columns.Select(column => Cell(column.Values.Span[row]))));
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
