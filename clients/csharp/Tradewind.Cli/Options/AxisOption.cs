using System.CommandLine;
using System.Globalization;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Parameters to vary: <c>--axis fast=5,10,20</c>, <c>--axis slow=20:100:5</c>, <c>--axis width=1:3</c>.</summary>
internal static class AxisOption
{
    public static Option<ParameterAxis[]> Create() => new("--axis")
    {
        Description = "Parameter to vary, may be repeated: NAME=5,10,20 tries values, NAME=5:50:5 a range by steps, NAME=1:3 a range.",
        HelpName = "NAME=VALUES",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            List<ParameterAxis> axes = [];
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (TryParse(token, out ParameterAxis axis))
                {
                    axes.Add(axis);
                }
                else
                {
                    result.AddError($"--axis must be written as name=5,10,20 or name=5:50:5, was '{token}'.");
                }
            }

            return [.. axes];
        },
    };

    internal static bool TryParse(string text, out ParameterAxis axis)
    {
        axis = new ParameterAxis();
        int at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0 || at == text.Length - 1)
        {
            return false;
        }

        axis.Name = text[..at];
        string[] range = text[(at + 1)..].Split(':');
        if (range.Length == 1)
        {
            axis.Values.Add(range[0].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return axis.Values.Count > 0;
        }

        double[] numbers = [.. range.Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        if (numbers.Length > 3 || numbers.Any(double.IsNaN))
        {
            return false;
        }

        (axis.Minimum, axis.Maximum) = (numbers[0], numbers[1]);
        if (numbers.Length == 3)
        {
            axis.Step = numbers[2];
        }

        return true;
    }
}
