using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.V1;
using ContractRoll = Tradewind.Domain.Engine.Accounts.ContractRoll;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Backtests;

/// <summary>Reads the series an account needs besides what is decided on: execution data, exchange rates, funding, and contracts behind generic instruments.</summary>
internal sealed class AccountSeriesReader(PortfolioReader portfolios)
{
    private const int MostBusinessDays = 60;

    /// <summary>Closes of exchange rates.</summary>
    /// <exception cref="InvalidInputException">A series has no close.</exception>
    public async Task<ImmutableArray<InstrumentSeries>> RatesAsync(
        IReadOnlyList<PortfolioMember> members, Interval interval, string path, CancellationToken cancellation)
    {
        if (members.Count == 0)
        {
            return [];
        }

        ImmutableArray<InstrumentSeries> series = await portfolios.ReadMembersAsync(members, path, interval with { From = long.MinValue }, cancellation).ConfigureAwait(false);
        return
        [
            .. series.Select((entry, i) => entry.HasBars
                ? AccountSeries.Rates(entry)
                : throw new InvalidInputException("SERIES_INVALID", $"{path}[{i}]", $"{entry.Instrument.Id} has no close.")),
        ];
    }

    /// <summary>Series that fill orders; whether they can is checked with the backtest they are for.</summary>
    public async Task<ImmutableArray<InstrumentSeries>> ExecutionAsync(
        IReadOnlyList<PortfolioMember> members, Interval interval, string path, CancellationToken cancellation) =>
        members.Count == 0 ? [] : await portfolios.ReadMembersAsync(members, path, interval, cancellation).ConfigureAwait(false);

    /// <summary>Funding of perpetuals: what is stored apart, and what lies beside their bars.</summary>
    /// <exception cref="InvalidInputException">A series does not have exactly one field, or its perpetual is not traded.</exception>
    public async Task<ImmutableArray<InstrumentSeries>> FundingAsync(
        IReadOnlyList<FundingSource> sources, IReadOnlyList<InstrumentSeries> traded, Interval interval, string path, CancellationToken cancellation)
    {
        ImmutableArray<InstrumentSeries>.Builder funding = ImmutableArray.CreateBuilder<InstrumentSeries>();
        for (int i = 0; i < sources.Count; i++)
        {
            (FundingSource source, string at) = (sources[i], $"{path}[{i}]");
            string id = Required.Text(source.InstrumentId, $"{at}.instrument_id");
            Instrument perpetual = traded.FirstOrDefault(series => series.Instrument.Id == id && series.Instrument.AssetClass == Domain.Market.AssetClass.CryptoPerpetual)?.Instrument
                ?? throw new InvalidInputException("FUNDING_INVALID", $"{at}.instrument_id", $"'{id}' is no traded perpetual.");
            if (source.HasPaymentsPerObservation && source.PaymentsPerObservation is not (> 0 and <= 1000))
            {
                throw new InvalidInputException("FUNDING_INVALID", $"{at}.payments_per_observation", "must be above 0 and at most 1000.");
            }

            PortfolioMember member = Required.Message(source.Rates, $"{at}.rates");
            InstrumentSeries read = await portfolios.ReadMemberAsync(
                member, $"{at}.rates", interval with { From = long.MinValue }, cancellation).ConfigureAwait(false);
            funding.Add(read.Fields is [var field]
                ? AccountSeries.Funding(read, field, perpetual, source.HasPaymentsPerObservation ? source.PaymentsPerObservation : 1)
                : throw new InvalidInputException("FUNDING_INVALID", $"{at}.rates.fields", $"name the one field of {read.Instrument.Id} that holds the rates."));
        }

        HashSet<string> given = [.. funding.Select(series => series.Instrument.Id)];
        funding.AddRange(traded
            .Where(series => series.HasField(AccountSeries.FundingField) && !given.Contains(series.Instrument.Id))
            .Select(series => series.WithFields([AccountSeries.FundingField])));
        return funding.ToImmutable();
    }

    /// <summary>The options with the rolls of rules added.</summary>
    /// <exception cref="InvalidInputException">A rule names a contract that has no rule or no close when it is needed.</exception>
    public async Task<EngineOptions> WithRollsAsync(
        EngineOptions options, IReadOnlyList<ContractRollRule> rules, IEnumerable<InstrumentSeries> traded, string path, CancellationToken cancellation)
    {
        List<ContractRoll> rolls = [.. options.Rolls?.Rolls ?? []];
        for (int i = 0; i < rules.Count; i++)
        {
            (ContractRollRule rule, string at) = (rules[i], $"{path}[{i}]");
            string generic = Required.Text(rule.InstrumentId, $"{at}.instrument_id");
            if (rule.BusinessDaysBefore is < 0 or > MostBusinessDays)
            {
                throw new InvalidInputException(
                    "ROLL_INVALID", $"{at}.business_days_before", FormattableString.Invariant($"must be from 0 to {MostBusinessDays}, got {rule.BusinessDaysBefore}."));
            }

            Instrument instrument = traded.FirstOrDefault(series => series.Instrument.Id == generic)?.Instrument
                ?? throw new InvalidInputException("ROLL_INVALID", $"{at}.instrument_id", $"'{generic}' is not traded.");
            ImmutableArray<InstrumentSeries> contracts = await portfolios.ReadMembersAsync(
                rule.Contracts, $"{at}.contracts", Interval.All, cancellation).ConfigureAwait(false);
            rolls.AddRange(RollPlanner.Plan(
                generic, contracts.Select(ExpiringContract.OfTicker), rule.BusinessDaysBefore, instrument.TradingCalendar));
        }

        if (rules.Count == 0)
        {
            return options;
        }

        EngineOptions planned = options with { Rolls = new RollSchedule([.. rolls]) };
        planned.Validate(path);
        return planned;
    }
}
