using System.ComponentModel.DataAnnotations;
using Tradewind.Server.Hosting;

namespace Tradewind.Server.Tests.Hosting;

public sealed class ConfigurationTests : IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_anything_the_defaults_hold()
    {
        ServerOptions options = ServerConfiguration.Read([], NoEnvironment);

        Assert.Equal(("127.0.0.1:5210", false, "Information"), (options.Listen, options.AllowNonLoopback, options.LogLevel));
    }

    [Fact]
    public void The_file_yields_to_the_environment_and_that_to_the_command_line()
    {
        File.WriteAllText(_file, "listen: 127.0.0.1:1\nmax_live_runs: 1\nheartbeat_seconds: 1.5\nmax_upload_bytes: 5000\n");
        Dictionary<string, string> environment = new() { ["TRADEWIND_LISTEN"] = "127.0.0.1:2", ["TRADEWIND_MAX_LIVE_RUNS"] = "2", ["OTHER"] = "x" };

        ServerOptions options = ServerConfiguration.Read(["--config", _file, "--listen", "127.0.0.1:3"], environment);

        Assert.Equal(("127.0.0.1:3", 2, 1.5, 5000L), (options.Listen, options.MaxLiveRuns, options.HeartbeatSeconds, options.MaxUploadBytes));
    }

    [Fact]
    public void The_environment_can_name_the_file()
    {
        File.WriteAllText(_file, "max_live_runs: 7\n");

        Assert.Equal(7, ServerConfiguration.Read([], new Dictionary<string, string> { ["TRADEWIND_CONFIG"] = _file }).MaxLiveRuns);
    }

    [Theory]
    [InlineData("--lisen", "127.0.0.1:1", "did you mean 'listen'?")]
    [InlineData("--max-live-rums", "3", "did you mean 'max_live_runs'?")]
    [InlineData("--max-live-runs", "many", "max_live_runs must be of type int32, got 'many'")]
    [InlineData("--max-live-runs", "0", "MaxLiveRuns")]
    [InlineData("--allow-non-loopback", "yes", "allow_non_loopback must be of type boolean, got 'yes'")]
    [InlineData("--listen", "127.0.0.1", "must be an IP address with port")]
    [InlineData("--listen", "example.org:80", "must be an IP address with port")]
    [InlineData("--log-level", "Loud", "log_level must be Debug, Information, Warning or Error")]
    [InlineData("--storage", "oracle", "storage must be sqlite or postgres")]
    [InlineData("--storage", "postgres", "storage: postgres and storage_connection belong together")]
    [InlineData("--storage-connection", "Host=h", "set TRADEWIND_STORAGE_CONNECTION")]
    [InlineData("--config", "no-such-file.yaml", "no-such-file.yaml cannot be read")]
    public void A_wrong_key_or_value_stops_the_start_and_is_named(string key, string value, string message)
    {
        ValidationException error = Assert.Throws<ValidationException>(() => ServerConfiguration.Read([key, value], NoEnvironment));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listn: 127.0.0.1:1\n", "did you mean 'listen'?")]
    [InlineData("listen:\n  host: a\n", "listen must be a single value")]
    [InlineData("- listen\n", "must be a mapping")]
    [InlineData("listen: [\n", "cannot be read")]
    public void A_wrong_file_stops_the_start_and_is_named(string text, string message)
    {
        File.WriteAllText(_file, text);

        ValidationException error = Assert.Throws<ValidationException>(() => ServerConfiguration.Read(["--config", _file], NoEnvironment));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_changes_nothing()
    {
        Assert.Equal("127.0.0.1:5210", ServerConfiguration.Read(["--config", _file], NoEnvironment).Listen);
    }

    [Fact]
    public void An_argument_without_a_value_is_refused() =>
        Assert.Contains("--listen", Assert.Throws<ValidationException>(() => ServerConfiguration.Read(["--listen"], NoEnvironment)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_address_others_reach_needs_permission()
    {
        Assert.Contains(
            "allow_non_loopback",
            Assert.Throws<ValidationException>(() => ServerConfiguration.Read(["--listen", "0.0.0.0:5210"], NoEnvironment)).Message, StringComparison.Ordinal);
        Assert.Equal(5210, ServerConfiguration.Read(["--listen", "0.0.0.0:5210", "--allow-non-loopback", "true"], NoEnvironment).Endpoint().Port);
    }

    [Theory]
    [InlineData("localhost:81")]
    [InlineData("127.0.0.1:81")]
    [InlineData("[::1]:81")]
    public void Loopback_has_several_spellings(string listen) =>
        Assert.Equal(81, ServerConfiguration.Read(["--listen", listen], NoEnvironment).Endpoint().Port);
}
