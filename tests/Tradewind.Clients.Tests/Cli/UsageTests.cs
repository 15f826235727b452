using System.CommandLine;
using Tradewind.Cli;
using Tradewind.Client;
using Tradewind.Clients.Tests.Fakes;

namespace Tradewind.Clients.Tests.Cli;

public sealed class UsageTests
{
    private static readonly string[] s_paths =
        [.. Paths(CommandLine.Build(new CommandHost(TextWriter.Null, TextWriter.Null, TradewindClient.Connect)), [])];

    public static TheoryData<string> CommandPaths => [.. s_paths];

    [Theory]
    [MemberData(nameof(CommandPaths))]
    public async Task Every_command_explains_itself(string path)
    {
        CommandRun run = await CommandRun.OfAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Contains(path.Length == 0 ? "workflow" : $" {path} ", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_promised_commands_are_there()
    {
        string[] expected =
        [
            "status", "connectors list", "connectors show", "data load", "data simulate", "data on-chain", "data consensus", "data hybrid", "data template", "data holdings list",
            "data holdings show", "data holdings delete", "data caches", "data list", "data show", "data quality", "data bars", "data revisions", "data align", "data delete",
            "data search", "data resolve", "data ticker", "data calendar",
            "data status", "data backup", "data compact", "data retain", "data check",
            "features list", "features sets", "features compute", "features stream", "features audit", "train", "models list", "models show", "models types", "models delete",
            "strategies list", "strategies show", "signals generate", "signals start", "signals stream", "backtest run", "backtest list", "backtest show",
            "backtest trades", "backtest days", "backtest orders", "backtest signals", "backtest export", "backtest verify", "backtest sweep run", "backtest sweep resume", "backtest sweep list", "backtest sweep show",
            "backtest sweep trials", "backtest sweep report", "backtest walk-forward run", "backtest walk-forward resume", "backtest walk-forward list", "backtest walk-forward show", "backtest walk-forward report",
            "backtest monte-carlo", "backtest jitter", "backtest compare", "backtest report", "feeds start", "feeds list", "feeds watch", "feeds stop", "quotes show", "quotes watch", "paper start", "paper list",
            "paper show", "paper order", "paper cancel", "paper orders", "paper fills", "paper positions", "paper events", "paper stop",
            "paper replay", "operations list", "operations watch", "operations cancel", "workflow",
        ];
        Assert.Subset(s_paths.ToHashSet(), expected.ToHashSet());
    }

    [Theory]
    [InlineData("", "Required command was not provided")]
    [InlineData("data", "Required command was not provided")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("data show", "'ID' missing")]
    [InlineData("backtest walk-forward report", "'WALK' missing")]
    [InlineData("data load no-such-file.csv", "no-such-file.csv")]
    [InlineData("data load", "--connector")]
    [InlineData("data load --connector ccxt:binance --timeframe 1h", "needs --symbol and --timeframe")]
    [InlineData("feeds start --simulated --connector ccxt:binance", "--connector")]
    [InlineData("data list --asset-class stock", "does not know 'stock'")]
    [InlineData("data bars BTC/USD --from yesterday-ish", "--from must be a time")]
    [InlineData("data align :close", "is not an instrument")]
    [InlineData("data on-chain BTC", "--metric")]
    [InlineData("data consensus X", "--stored or --connector")]
    [InlineData("data consensus X --connector ccxt:kraken", "CONNECTOR=SYMBOL")]
    [InlineData("data hybrid --securities X", "--fields")]
    [InlineData("data simulate --jumps 1,2", "needs 3 numbers")]
    [InlineData("data simulate --instrument X,equity,100", "ID,CLASS,PRICE,VOLATILITY")]
    [InlineData("data simulate --oil --instrument X,equity,100,0.2", "leave --oil")]
    [InlineData("train BTC/USD", "--target")]
    [InlineData("train BTC/USD --target x --param depth", "name=value")]
    [InlineData("train BTC/USD --target x --param depth=deep", "must be a number")]
    [InlineData("backtest run BTC/USD", "--strategy")]
    [InlineData("backtest run BTC/USD --strategy ma_crossover --quantity 1 --equity-fraction 0.5", "not both")]
    [InlineData("backtest sweep run BTC/USD --strategy ma_crossover", "--axis")]
    [InlineData("backtest sweep run BTC/USD --strategy ma_crossover --axis fast", "name=5,10,20")]
    [InlineData("backtest sweep run BTC/USD --strategy ma_crossover --axis fast=1:x", "name=5,10,20")]
    [InlineData("backtest sweep run BTC/USD --strategy ma_crossover --axis fast=5,10 --halving-factor 3", "--method halving")]
    [InlineData("backtest sweep run BTC/USD --strategy ma_crossover --axis fast=5,10 --method random", "needs --random")]
    [InlineData("backtest sweep show SW-1 --heat-map fast", "two parameters")]
    [InlineData("backtest walk-forward run BTC/USD --strategy ma_crossover --axis fast=5,10 --history", "--history needs --in-sample-bars")]
    [InlineData("backtest walk-forward run --configuration multi_bucket --history", "--history needs --in-sample-bars")]
    [InlineData("backtest run BTC/USD --strategy ma_crossover --slippage 3", "there is no option '--slippage'")]
    [InlineData("data template desk.xlsx --securities X --feilds OAS", "there is no option '--feilds'")]
    [InlineData("backtest rum", "there is no command 'rum'")]
    [InlineData("--jason", "there is no option '--jason'")]
    [InlineData("backtest compare BT-1", "two backtests or more")]
    [InlineData("paper order SES-1 BTC/USD hold 1", "hold")]
    [InlineData("paper order SES-1 BTC/USD buy lots", "lots")]
    [InlineData("feeds start", "--simulated")]
    [InlineData("status --timeout 0", "--timeout")]
    [InlineData("status --server here", "must look like http://127.0.0.1:5210")]
    public async Task Wrong_usage_says_what_is_wrong(string line, string expected)
    {
        CommandRun run = await CommandRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("Wrong usage: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Credit_without_crypto_cannot_be_traded()
    {
        string file = Path.GetTempFileName();
        CommandRun run = await CommandRun.OfAsync("workflow", "--credit", file);
        File.Delete(file);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--crypto", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Paths(child, [.. path, child.Name])).Prepend(string.Join(' ', path));
}
