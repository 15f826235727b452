using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

/// <summary>What a program that ended left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Output)!;

    /// <summary>This result, or a failed test that shows both outputs.</summary>
    public CommandResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} instead of {exitCode}.\n--- standard output\n{Output}\n--- standard error\n{Error}");
        return this;
    }
}
