using System.Text.RegularExpressions;

namespace Tradewind.Sources.Excel;

/// <summary>A call of Bloomberg's Excel functions.</summary>
/// <param name="Function">BDH (history), BDP (one value) or BDS (a table).</param>
/// <param name="Security">First argument: its text, or the reference as written where the cell holds no literal.</param>
/// <param name="Field">Second argument, likewise.</param>
internal sealed partial record BloombergFormula(string Function, string Security, string Field)
{
    /// <summary>Id of what is asked for: <c>BDH:LF98TRUU Index:OAS</c>.</summary>
    public string Id => $"{Function}:{Security}:{Field}";

    /// <summary>
    /// Reads a formula that starts with such a call, in any case and spacing, with or without <c>=</c>, <c>@</c> and <c>_xll.</c>, its
    /// arguments separated by commas or semicolons.
    /// </summary>
    /// <param name="text">Formula as written.</param>
    /// <param name="resolve">Text of a cell by sheet (null for the formula's own) and row and column from 0; null where it holds no literal.</param>
    /// <returns>Null for anything else.</returns>
    public static BloombergFormula? Read(string text, Func<string?, int, int, string?> resolve)
    {
        Match call = Call().Match(text);
        if (!call.Success)
        {
            return null;
        }

        List<string> arguments = Arguments(text[call.Length..]);
        return arguments.Count >= 2
            ? new BloombergFormula(call.Groups["name"].Value.ToUpperInvariant(), Literal(arguments[0], resolve), Literal(arguments[1], resolve))
            : null;
    }

    private static List<string> Arguments(string text)
    {
        List<string> arguments = [];
        (int start, int depth, bool quoted) = (0, 0, false);
        for (int i = 0; i < text.Length; i++)
        {
            // A doubled quote inside quotes ends and starts them again, which changes nothing here.
            quoted ^= text[i] == '"';
            if (quoted)
            {
                continue;
            }

            bool ends = depth == 0 && text[i] is ',' or ';' or ')';
            depth += text[i] switch { '(' or '{' => 1, ')' or '}' => -1, _ => 0 };
            if (depth < 0 || (ends && depth == 0))
            {
                arguments.Add(text[start..i].Trim());
                start = i + 1;
                if (depth < 0)
                {
                    break;
                }
            }
        }

        return arguments;
    }

    private static string Literal(string argument, Func<string?, int, int, string?> resolve)
    {
        if (Quoted().IsMatch(argument))
        {
            return argument[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim();
        }

        Match reference = Reference().Match(argument);
        if (!reference.Success)
        {
            return argument;
        }

        string? sheet = reference.Groups["sheet"] switch
        {
            { Success: false } => null,
            { Value: ['\'', .., '\''] quotedName } => quotedName[1..^1].Replace("''", "'", StringComparison.Ordinal),
            { Value: var name } => name,
        };
        int column = reference.Groups["column"].Value.ToUpperInvariant().Aggregate(0, (sum, letter) => sum * 26 + letter - 'A' + 1) - 1;
        int row = int.Parse(reference.Groups["row"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1;
        return resolve(sheet, row, column) ?? argument;
    }

    [GeneratedRegex(@"^\s*=?\s*@?\s*(_xll\.)?(?<name>BDH|BDP|BDS)\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Call();

    [GeneratedRegex("^\"(?:[^\"]|\"\")*\"$")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:(?<sheet>'(?:[^']|'')+'|[^!'\s]+)!)?\$?(?<column>[A-Za-z]{1,3})\$?(?<row>[1-9][0-9]{0,6})$")]
    private static partial Regex Reference();
}
