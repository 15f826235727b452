using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Hosting;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

public sealed class StrategyConfigurationsFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradewind-strategies-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void There_is_one_built_in_configuration_a_strategy_but_for_models()
    {
        StrategyConfigurationDirectory directory = StrategyConfigurationsFolder.Load("", new StrategyDirectory([]));
        Assert.Equal(
            StrategyCatalogue.BuiltIn.Where(descriptor => !descriptor.NeedsModel).Select(descriptor => descriptor.Id),
            directory.All.Select(one => one.Spec.Strategy).Order(StringComparer.Ordinal));
        Assert.All(directory.All, one => Assert.Equal(one.Spec.Strategy, one.Name));
        Assert.All(directory.All, one => Assert.NotEmpty(one.Description));
        Assert.Equal(directory.All.Length, directory.All.Select(one => one.Hash).Distinct().Count());
        Assert.Equal("0.5,0.3,0.2", directory.Get("multi_bucket").ResolvedParameters["weights"]);
    }

    [Fact]
    public void The_hash_follows_what_the_file_says_and_not_how()
    {
        Write("one", "description: a\nstrategy: ma_crossover\nparameters: {fast: 5, slow: 20}");
        Write("two", "strategy: ma_crossover\nparameters:\n  slow: 20\n  fast: 5.0\ndescription: b");
        Write("three", "strategy: ma_crossover\nparameters: {fast: 5, slow: 21}");
        StrategyConfigurationDirectory directory = StrategyConfigurationsFolder.Load(_folder, new StrategyDirectory([]));
        Assert.Equal(directory.Get("one").Hash, directory.Get("two").Hash);
        Assert.NotEqual(directory.Get("one").Hash, directory.Get("three").Hash);
    }

    [Theory]
    [InlineData("strategy: ma_crosover", "line 1", "ma_crossover")]
    [InlineData("description: x", "line 1", "needs the key 'strategy'")]
    [InlineData("strategy: ma_crossover\nparameters: {fasst: 5}", "line 2", "fast")]
    [InlineData("strategy: ma_crossover\nparameters:\n  slow: 20\n  fast: 30", "line 4", "must be less than slow")]
    [InlineData("strategy: ma_crossover\nparameters: [fast]", "line 2", "a mapping of names")]
    [InlineData("strategy: ma_crossover\nsetings: {}", "line 2", "settings")]
    [InlineData("strategy: ma_crossover\nsettings: {slippage_percent: 50}", "line 2", "from 0 to 10")]
    [InlineData("strategy: ma_crossover\nsettings: {slippage_percent: much}", "line 2", "a number")]
    [InlineData("strategy: ma_crossover\nmembers: [{instrument: X}]", "line 2", "instrument_id")]
    [InlineData("strategy: ma_crossover\naxes:\n  - {name: speed, values: [\"1\"]}", "line 3", "is not a parameter")]
    [InlineData("strategy: [", "line", "no YAML")]
    public void What_is_wrong_is_said_with_file_and_line(string text, string line, string says)
    {
        Write("wrong", text);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => StrategyConfigurationsFolder.Load(_folder, new StrategyDirectory([])));
        FieldViolation violation = Assert.Single(error.Violations);
        Assert.StartsWith($"wrong.yaml, {line}", violation.Field, StringComparison.Ordinal);
        Assert.Contains(says, violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_wins_over_its_configuration_field_by_field()
    {
        Write("mine", """
            strategy: ma_crossover
            parameters: {fast: 5, slow: 20}
            members: [{instrument_id: A}]
            settings: {commission_fraction: 0.002, slippage_percent: 0.1, sizing: {equity_fraction: 0.5}}
            risk_free_rate: 0.01
            axes: [{name: fast, values: ["3", "5"]}]
            """);
        StrategyConfigurationDirectory directory = StrategyConfigurationsFolder.Load(_folder, new StrategyDirectory([]));
        BacktestSpec spec = directory.Complete(
            new BacktestSpec
            {
                Strategy = new StrategySpec { Configuration = "mine", Parameters = { ["fast"] = "7" } },
                Settings = new TradingSettings { SlippagePercent = 0 },
            },
            "spec");
        Assert.Equal(("ma_crossover", "7", "20"), (spec.Strategy.StrategyId, spec.Strategy.Parameters["fast"], spec.Strategy.Parameters["slow"]));
        Assert.Equal((0.002, 0, 0.5), (spec.Settings.CommissionFraction, spec.Settings.SlippagePercent, spec.Settings.Sizing.EquityFraction));
        Assert.Equal(("A", 0.01), (Assert.Single(spec.Members).InstrumentId, spec.RiskFreeRate));
        Assert.Equal((directory.Get("mine").Hash, spec), (spec.Strategy.ConfigurationHash, directory.Complete(spec, "spec")));

        SearchSpec search = directory.Complete(new SearchSpec { Strategy = new StrategySpec { Configuration = "mine" } }, "spec.search");
        Assert.Equal(["3", "5"], Assert.Single(search.Axes).Values);
        Assert.False(search.Strategy.Parameters.ContainsKey("fast"));
        Assert.Equal("STRATEGY_AMBIGUOUS", Assert.Throws<InvalidInputException>(
            () => directory.Complete(new StrategySpec { StrategyId = "momentum", Configuration = "mine" }, "strategy")).Reason);
    }

    [Fact]
    public void A_request_sets_rates_back_to_zero_and_replaces_lists()
    {
        TradingSettings configured = new()
        {
            Interest = new InterestTerms { CreditRate = 0.03, DebitRate = 0.06 },
            Dividends = { new CashDividend { InstrumentId = "A", Amount = "1" } },
            Rolls = { new ContractRoll { InstrumentId = "A", Gap = "1" } },
            CostModel = new CostModel { Kind = CostModelKind.Tiered, Tiers = { new CommissionTier { UpToQuantity = "10" }, new CommissionTier() } },
        };
        StrategyConfigurationDirectory directory = new(
            [new StrategyConfiguration { Name = "paying", Spec = new StrategyConfigurationSpec { Strategy = "ma_crossover", Settings = configured } }]);
        TradingSettings Complete(TradingSettings given) => directory.Complete(new StrategySpec { Configuration = "paying" }, given, "strategy").Settings!;

        Assert.Equal(configured, Complete(new TradingSettings()));
        InterestTerms interest = Complete(new TradingSettings { Interest = new InterestTerms { CreditRate = 0 } }).Interest;
        Assert.Equal((0, 0.06), (interest.CreditRate, interest.DebitRate));
        TradingSettings own = new()
        {
            Dividends = { new CashDividend { InstrumentId = "B", Amount = "2" } },
            Rolls = { new ContractRoll { InstrumentId = "B" }, new ContractRoll { InstrumentId = "C" } },
            CostModel = new CostModel { Tiers = { new CommissionTier() } },
        };
        TradingSettings whole = Complete(own);
        Assert.Equal((own.Dividends, own.Rolls, own.CostModel.Tiers), (whole.Dividends, whole.Rolls, whole.CostModel.Tiers));
        Assert.Equal(CostModelKind.Tiered, whole.CostModel.Kind);
    }

    [Fact]
    public void The_folder_beside_the_configuration_is_taken_unless_another_is_named()
    {
        string file = Path.Combine(_folder, "tradewind.yaml");
        File.WriteAllText(file, "log_level: Warning");
        Assert.Empty(ServerConfiguration.Read(["--config", file], new Dictionary<string, string>()).Strategies);
        string beside = Directory.CreateDirectory(Path.Combine(_folder, "strategies")).FullName;
        Assert.Equal(beside, ServerConfiguration.Read(["--config", file], new Dictionary<string, string>()).Strategies);
        Assert.Equal("x", ServerConfiguration.Read(["--config", file, "--strategies", "x"], new Dictionary<string, string>()).Strategies);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, $"{name}.yaml"), text);
}
