using System.CommandLine;
using System.Globalization;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Series an account needs besides what is decided on.</summary>
internal sealed class AccountOptions
{
    private readonly Option<string[]> _rates = Many("--fx", "ID", "Exchange rate of --account-currency, e.g. 'EURUSD Curncy'; may be repeated.");

    private readonly Option<string[]> _funding = Many(
        "--funding", "PERPETUAL,ID,FIELD[,N]", "Where a perpetual's funding rates are, may be repeated; N payments an observation stands for (default 1).");

    private readonly Option<string[]> _rules = Many(
        "--roll-rule", "ID,DAYS,CONTRACT,CONTRACT...", "Roll a generic DAYS business days before the last trade day of each contract; may be repeated.");

    private readonly Option<string[]> _execution = Many(
        "--execution", "ID@TIMEFRAME", "Finer bars, or prints (ID@tick), that fill the orders of an instrument instead of its bars; may be repeated.");

    public IEnumerable<Symbol> Symbols => [_rates, _funding, _rules, _execution];

    /// <summary>Puts what was given into a specification.</summary>
    /// <exception cref="UsageException">A value is not written as it should be.</exception>
    public void Read(Invocation invocation, BacktestSpec spec)
    {
        spec.FxMembers.AddRange((invocation.Get(_rates) ?? []).Select(id => new PortfolioMember { InstrumentId = id }));
        spec.Funding.AddRange((invocation.Get(_funding) ?? []).Select(Funding));
        spec.RollRules.AddRange((invocation.Get(_rules) ?? []).Select(Rule));
        spec.ExecutionMembers.AddRange((invocation.Get(_execution) ?? []).Select(Execution));
    }

    internal static PortfolioMember Execution(string text) => MemberArgument.TryParse(text, out PortfolioMember member)
        ? member
        : throw new UsageException($"--execution must be written as ID or ID@TIMEFRAME, was '{text}'.");

    internal static FundingSource Funding(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        double payments = 1;
        if (parts.Length is not (3 or 4) || (parts.Length == 4 && !double.TryParse(parts[3], CultureInfo.InvariantCulture, out payments)))
        {
            throw new UsageException($"--funding must be written as PERPETUAL,ID,FIELD or PERPETUAL,ID,FIELD,N, was '{text}'.");
        }

        return new FundingSource
        {
            InstrumentId = parts[0], Rates = new PortfolioMember { InstrumentId = parts[1], Fields = { parts[2] } }, PaymentsPerObservation = payments,
        };
    }

    internal static ContractRollRule Rule(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length < 4 || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int days))
        {
            throw new UsageException($"--roll-rule must be written as ID,DAYS,CONTRACT,CONTRACT and so on, was '{text}'.");
        }

        return new ContractRollRule
        {
            InstrumentId = parts[0], BusinessDaysBefore = days, Contracts = { parts.Skip(2).Select(id => new PortfolioMember { InstrumentId = id }) },
        };
    }

    private static Option<string[]> Many(string name, string form, string description) =>
        new(name) { Description = description, HelpName = form, Arity = ArgumentArity.ZeroOrMore };
}
