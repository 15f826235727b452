namespace Tradewind.Connectors.Tests;

/// <summary>The conformance cases against the connectors of the product, each in a process beside the stand-in of its market.</summary>
public sealed class ConformanceTests(ConformanceRuns runs) : IClassFixture<ConformanceRuns>
{
    /// <summary>Connectors and cases; a case that is added to the kit must be added here.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            string[] cases =
            [
                "hello", "heartbeat", "history", "paging", "live", "reconnect_exchange", "reconnect_server", "rate_limit", "invalid_symbol", "malformed",
                "partial", "cancel", "unsubscribe", "unknown_source",
            ];
            TheoryData<string, string> data = [];
            foreach (string connector in ConformanceRuns.Connectors)
            {
                foreach (string name in cases)
                {
                    data.Add(connector, name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_connector_passes(string connector, string name)
    {
        string? result = runs.ResultOf(connector, name);

        Assert.True(result is not null, $"The case {name} was not run:\n{runs.OutputOf(connector)}");
        Assert.True(result.StartsWith("ok", StringComparison.Ordinal), result);
    }

    [Fact]
    public void No_case_of_the_kit_is_left_out() =>
        Assert.All(ConformanceRuns.Connectors, connector => Assert.Equal(Cases.Count / ConformanceRuns.Connectors.Count, runs.CountOf(connector)));
}
