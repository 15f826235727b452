using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Folds of fixed lengths, and when their choice is taken over.</summary>
internal sealed class FoldOptions
{
    private readonly Option<int> _inSample = new("--in-sample-bars") { Description = "Bars a fold chooses on, in place of folds and their share.", HelpName = "N" };
    private readonly Option<int> _outOfSample = new("--out-of-sample-bars") { Description = "Bars it is tried on, and the step from fold to fold.", HelpName = "N" };
    private readonly Option<bool> _history = new("--history") { Description = "Indicators read everything before a window (with --in-sample-bars)." };
    private readonly Option<bool> _accept = new("--accept") { Description = "Judge the choices against the parameters as they are." };
    private readonly Option<double?> _sharpe = new("--least-sharpe-improvement") { Description = "Least gain of the Sharpe ratio (default 0.2); judges.", HelpName = "N" };
    private readonly Option<double?> _information = new("--least-residual-ir") { Description = "Least residual information ratio (default 0.3); judges.", HelpName = "N" };
    private readonly Option<string?> _market = new("--market") { Description = "Instrument whose returns are the market's (default the traded BTC); judges.", HelpName = "ID" };

    public IEnumerable<Symbol> Symbols => [_inSample, _outOfSample, _history, _accept, _sharpe, _information, _market];

    public void Read(Invocation invocation, WalkForwardSpec spec)
    {
        bool lengths = invocation.Get(_inSample) != 0 || invocation.Get(_outOfSample) != 0;
        if (invocation.Get(_history) && !lengths)
        {
            throw new UsageException(
                "--history needs --in-sample-bars and --out-of-sample-bars; the windows of a configuration say themselves whether they use it.");
        }

        if (lengths)
        {
            spec.Windows = new WalkForwardWindows
            {
                InSampleBarCount = invocation.Get(_inSample), OutOfSampleBarCount = invocation.Get(_outOfSample), UseHistory = invocation.Get(_history),
            };
        }

        AcceptanceRule rule = new();
        if (invocation.Get(_sharpe) is { } sharpe)
        {
            rule.LeastSharpeImprovement = sharpe;
        }

        if (invocation.Get(_information) is { } information)
        {
            rule.LeastResidualInformationRatio = information;
        }

        if (invocation.Get(_market) is { Length: > 0 } market)
        {
            rule.Market = new PortfolioMember { InstrumentId = market };
        }

        spec.Acceptance = invocation.Get(_accept) || !rule.Equals(new AcceptanceRule()) ? rule : null;
    }
}
