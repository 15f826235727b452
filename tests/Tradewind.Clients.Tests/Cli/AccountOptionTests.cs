using Tradewind.Cli;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

/// <summary>How contract changes, funding and rules of rolls are written on the command line.</summary>
public class AccountOptionTests
{
    [Fact]
    public void A_roll_is_read_with_its_gap()
    {
        Assert.True(RollOption.TryParse("CL1 Comdty,2024-12-17,CLF25,CLG25,-0.35", out ContractRoll roll));
        Assert.Equal(
            ("CL1 Comdty", new DateTime(2024, 12, 17, 0, 0, 0, DateTimeKind.Utc), "CLF25", "CLG25", "-0.35"),
            (roll.InstrumentId, roll.Time.ToDateTime(), roll.FromContract, roll.ToContract, roll.Gap));
    }

    [Theory]
    [InlineData("CL1 Comdty,2024-12-17,CLF25,CLG25")]
    [InlineData("CL1 Comdty,soon,CLF25,CLG25,1")]
    [InlineData("CL1 Comdty,2024-12-17,CLF25,CLG25,wide")]
    [InlineData(",2024-12-17,CLF25,CLG25,1")]
    public void A_roll_that_lacks_something_is_none(string text) => Assert.False(RollOption.TryParse(text, out _));

    [Fact]
    public void Funding_names_series_field_and_payments()
    {
        FundingSource source = AccountOptions.Funding("BTC-PERP,BTC FUNDING,funding_mean,3");
        Assert.Equal(("BTC-PERP", "BTC FUNDING", "funding_mean", 3d), (source.InstrumentId, source.Rates.InstrumentId, source.Rates.Fields[0], source.PaymentsPerObservation));
        Assert.Equal(1, AccountOptions.Funding("A,B,C").PaymentsPerObservation);
        Assert.Throws<UsageException>(() => AccountOptions.Funding("A,B"));
        Assert.Throws<UsageException>(() => AccountOptions.Funding("A,B,C,often"));
    }

    [Fact]
    public void Execution_data_names_its_timeframe()
    {
        PortfolioMember prints = AccountOptions.Execution("BTC/USDT@tick");
        Assert.Equal(("BTC/USDT", "tick"), (prints.InstrumentId, prints.Timeframe));
        Assert.Throws<UsageException>(() => AccountOptions.Execution("BTC/USDT@"));
    }

    [Fact]
    public void A_rule_names_days_and_contracts()
    {
        ContractRollRule rule = AccountOptions.Rule("CL1 Comdty,3,CLF25 Comdty,CLG25 Comdty");
        Assert.Equal(3, rule.BusinessDaysBefore);
        Assert.Equal(["CLF25 Comdty", "CLG25 Comdty"], rule.Contracts.Select(contract => contract.InstrumentId));
        Assert.Throws<UsageException>(() => AccountOptions.Rule("CL1 Comdty,3,CLF25 Comdty"));
        Assert.Throws<UsageException>(() => AccountOptions.Rule("CL1 Comdty,soon,CLF25 Comdty,CLG25 Comdty"));
    }
}
