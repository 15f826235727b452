using Tradewind.Domain.Errors;
using Tradewind.Server.FeatureSets;
using Tradewind.Server.Hosting;

namespace Tradewind.Server.Tests.Instruments;

public sealed class FeatureSetsFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradewind-sets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_built_in_sets_are_valid_and_different()
    {
        FeatureSetDirectory sets = FeatureSetsFolder.Load("");
        Assert.Equal(
            ["credit", "cross_asset", "machine_learning", "oil_curve", "on_chain", "technical", "technical_fast", "volatility"],
            sets.All.Select(set => set.Name));
        Assert.Equal(sets.All.Length, sets.All.Select(set => set.Hash).Distinct().Count());
        Assert.All(sets.All, set => Assert.NotEmpty(set.Description));
        Assert.Equal(6, sets.Get("technical_fast").Features.Technical.MacdFast);
    }

    [Fact]
    public void Lists_messages_and_enumerations_are_read()
    {
        Write("mine", """
            description: Mine
            features:
              pairs:
                - {first: A_close, second: B_close, window: 30, method: spearman}
              backward_changes: [{column: A_close, rows: 5}]
              statistics: {fractional_order: 0.4}
            """);
        NamedSet set = FeatureSetsFolder.Load(_folder).Get("mine");
        Assert.Equal(V1.CorrelationMethod.Spearman, Assert.Single(set.Features.Pairs).Method);
        Assert.Equal(5, Assert.Single(set.Features.BackwardChanges).Rows);
        Assert.Equal(0.4, set.Features.Statistics.FractionalOrder);
        Assert.Equal(64, set.Hash.Length);
    }

    [Theory]
    [InlineData("features:\n  technical:\n    rsi_windw: 7", "line 3", "rsi_window")]
    [InlineData("features:\n  technical:\n    rsi_window: seven", "line 3", "a whole number")]
    [InlineData("features:\n  technical:\n    rsi_window: 0", "line 3", "1 to")]
    [InlineData("features:\n  momentum:\n    windows: [3, 3]\n    baseline: 5", "line 3", "repeats")]
    [InlineData("features:\n  sector_correlations: yes", "line 2", "true or false")]
    [InlineData("features:\n  pairs:\n    - {first: a, second: b, window: 3, method: pearsn}", "line 3", "pearson, spearman, kendall")]
    [InlineData("features:\n  curve: {roots: [WTI]}", "line 2", "CL")]
    [InlineData("features: {}\nfeature: 1", "line 2", "unknown key")]
    [InlineData("description: nothing", "line 1", "features")]
    [InlineData("features: [", "line", "no YAML")]
    public void What_is_wrong_is_said_with_file_and_line(string text, string line, string says)
    {
        Write("wrong", text);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => FeatureSetsFolder.Load(_folder));
        FieldViolation violation = Assert.Single(error.Violations);
        Assert.StartsWith($"wrong.yaml, {line}", violation.Field, StringComparison.Ordinal);
        Assert.Contains(says, violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_requests_could_not_spell_is_refused()
    {
        Write("My Set", "features: {}");
        Assert.Contains("rename", Assert.Throws<InvalidInputException>(() => FeatureSetsFolder.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        Assert.Throws<InvalidInputException>(() => FeatureSetsFolder.Load(Path.Combine(_folder, "none")));

    [Fact]
    public void The_folder_beside_the_configuration_is_taken_unless_another_is_named()
    {
        string file = Path.Combine(_folder, "tradewind.yaml");
        File.WriteAllText(file, "log_level: Warning");
        Assert.Empty(ServerConfiguration.Read(["--config", file], new Dictionary<string, string>()).Features);
        string beside = Directory.CreateDirectory(Path.Combine(_folder, "features")).FullName;
        Assert.Equal(beside, ServerConfiguration.Read(["--config", file], new Dictionary<string, string>()).Features);
        Assert.Equal("x", ServerConfiguration.Read(["--config", file, "--features", "x"], new Dictionary<string, string>()).Features);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, $"{name}.yaml"), text);
}
