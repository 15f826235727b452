using System.ComponentModel.DataAnnotations;
using Tradewind.Server.Hosting;

namespace Tradewind.Server.Tests.Hosting;

public sealed class ConnectorConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_list_of_connectors_is_read()
    {
        IReadOnlyList<ConnectorProcessOptions> connectors = Read(
            "connectors:\n  - name: ccxt\n    command: node\n    args: [run.js, --exchange, binance]\n    env: [BINANCE_API_KEY]\n    working_directory: /srv\n  - {name: other, command: x}\n");

        Assert.Equal(2, connectors.Count);
        Assert.Equal(("ccxt", "node", "/srv"), (connectors[0].Name, connectors[0].Command, connectors[0].WorkingDirectory));
        Assert.Equal(["run.js", "--exchange", "binance"], connectors[0].Arguments);
        Assert.Equal(["BINANCE_API_KEY"], connectors[0].Environment);
        Assert.Empty(Read("connectors: []\n"));
        Assert.Empty(Read("connectors:\n"));
    }

    [Theory]
    [InlineData("connectors: node\n", "connectors must be a list")]
    [InlineData("connectors: [node]\n", "connectors[0] must be a mapping")]
    [InlineData("connectors: [{name: a}]\n", "connectors[0].command is required")]
    [InlineData("connectors: [{name: A B, command: x}]\n", "connectors[0].name must be lower-case letters")]
    [InlineData("connectors: [{name: a, comand: x}]\n", "did you mean 'command'?")]
    [InlineData("connectors: [{name: a, command: x}, {name: a, command: y}]\n", "'a' is there twice")]
    [InlineData("connectors: [{name: a, command: x, args: y}]\n", "connectors[0].args must be a list of values")]
    [InlineData("connectors: [{name: a, command: [x]}]\n", "connectors[0].command must be a single value")]
    [InlineData("conectors: []\n", "did you mean 'connectors'?")]
    public void A_wrong_entry_stops_the_start_and_is_named(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<ValidationException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_of_a_secret_is_refused_and_not_repeated()
    {
        ValidationException error = Assert.Throws<ValidationException>(() => Read("connectors: [{name: a, command: x, env: [API_KEY=hunter2]}]\n"));

        Assert.Contains("names of environment variables only", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<ConnectorProcessOptions> Read(string yaml)
    {
        File.WriteAllText(_file, yaml);
        return ServerConfiguration.Read(["--config", _file], new Dictionary<string, string>()).Connectors;
    }
}
