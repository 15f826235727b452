using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>
/// A session made up from a seed: markets of several frequencies on a coarse price grid (so that touches and ties happen), missing
/// closes and opens, thin volume, random options, a strategy that gives random signals and orders, and random commands.
/// </summary>
internal sealed class RandomSession
{
    public RandomSession(int seed)
    {
        Seed = seed;
        Random random = new(seed);
        Options = RandomOptions(random);
        Instrument[] instruments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => RandomInstrument(random, i))];
        Bars = [.. instruments.Select(instrument => RandomBars(random, instrument))];
        Instrument credit = new("CREDIT", AssetClass.CreditIndex);
        Random terms = new(unchecked(seed * 31 + 7));
        Options = WithTerms(Options, terms, instruments, Bars);
        Random delays = new(unchecked(seed * 17 + 3));
        Options = Options with { Latency = delays.Next(3) == 0 ? delays.Next(1, 40) * UnixTime.Hour / 2 : 0 };
        InstrumentSeries[] more =
        [
            .. instruments.Where(instrument => instrument.AssetClass == AssetClass.CryptoPerpetual).Select(perpetual => Markets.Field(
                perpetual, AccountSeries.FundingField, Availability.Close, Markets.Start, [.. Enumerable.Range(0, 20).Select(_ => (terms.NextDouble() - 0.4) / 100)])),
            Markets.Field(
                new Instrument("EURUSD", AssetClass.Fx), AccountSeries.RateField, Availability.Candle, Markets.Start, [.. Enumerable.Range(0, 60).Select(_ => 1 + terms.NextDouble() / 5)]),
        ];
        Fields = [.. more, Markets.Field(credit, "OAS", Availability.Close, Markets.Start, [.. Enumerable.Range(0, 20).Select(_ => 100 + random.NextDouble())])];
        Universe = TradingUniverse.Of(Bars, Fields);
        Inputs = RandomInputs(random, Markets.Slices(Universe, Bars, Fields));
    }

    public int Seed { get; }

    public EngineOptions Options { get; init; }

    public TradingUniverse Universe { get; }

    public InstrumentSeries[] Bars { get; }

    public InstrumentSeries[] Fields { get; }

    public List<EngineInput> Inputs { get; }

    /// <summary>The same strategy from its start, every time.</summary>
    public IStrategy Strategy()
    {
        Random random = new(unchecked(Seed + 1));
        return new ScriptedStrategy((_, context) =>
        {
            foreach (MarketEvent item in context.Events)
            {
                int choice = random.Next(8);
                if (!item.IsBar)
                {
                    continue;
                }

                if (choice < 3)
                {
                    context.Emit(ScriptedStrategy.SignalOf(context, (SignalDirection)(choice - 1), item.Instrument));
                }
                else if (choice == 3)
                {
                    context.Submit(RandomRequest(random, context.Universe.Instruments[item.Instrument], item.Bar.Close));
                }
            }
        });
    }

    public SessionReplayResult Run(IEnumerable<EngineInput>? inputs = null) => SessionReplay.Run(Universe, Options, Strategy(), inputs ?? Inputs);

    /// <summary>The ledger as text, entry by entry.</summary>
    public List<string> Entries(IEnumerable<EngineInput>? inputs = null)
    {
        List<string> entries = [];
        TradingEngine engine = new(Universe, Options, Strategy(), new LedgerEntryJournal(entry => entries.Add(EntryText.Of(entry))));
        foreach (EngineInput input in inputs ?? Inputs)
        {
            ApplyTolerantly(engine, input);
        }

        return entries;
    }

    /// <summary>Refused commands leave the engine as it was.</summary>
    public static void ApplyTolerantly(TradingEngine engine, EngineInput input)
    {
        try
        {
            engine.Apply(input);
        }
        catch (Domain.Errors.TradewindException) when (input is not SliceInput)
        {
            // Commands are random: many name orders that are complete.
        }
    }

    private static EngineOptions RandomOptions(Random random) => new()
    {
        InitialCapital = 10_000,
        SlippagePercent = random.Next(3) * 0.05m,
        Commission = random.Next(2) == 0 ? new Commission(0.25m, 0.001m) : null,
        CostModel = random.Next(4) == 0 ? new CostModelConfig { Kind = (CostModelKind)random.Next(4), AverageDailyVolume = 100 } : null,
        MaxPosition = random.Next(2) == 0 ? 6m : null,
        MaxDrawdown = random.Next(3) == 0 ? 0.05 : null,
        Participation = random.Next(2) == 0 ? 0.2 : 1,
        LimitsNeedTradeThrough = random.Next(3) == 0,
        Intrabar = (IntrabarAssumption)random.Next(3),
        StopLossPercent = random.Next(2) == 0 ? 2m : null,
        TakeProfitPercent = random.Next(2) == 0 ? 3m : null,
        CloseAtEnd = random.Next(2) == 0,
        Sizing = random.Next(2) == 0 ? new PositionSizing { Quantity = 2, MaxPosition = 5 } : PositionSizing.EquityFraction(0.3),
    };

    private static EngineOptions WithTerms(EngineOptions options, Random random, Instrument[] instruments, InstrumentSeries[] bars)
    {
        EngineOptions held = WithHolding(options, random, instruments, bars);
        // Little money, and a margin that is nearly used up by a few lots, so that margin calls happen.
        return random.Next(3) > 0
            ? held
            : held with { InitialCapital = 210, Margin = new MarginTerms { InitialFraction = 0.5, MaintenanceFraction = 0.49 } };
    }

    private static EngineOptions WithHolding(EngineOptions options, Random random, Instrument[] instruments, InstrumentSeries[] bars) => options with
    {
        Borrow = random.Next(3) == 0 ? new BorrowTerms { AnnualFraction = 2 } : null,
        PaysFunding = random.Next(4) > 0,
        Rolls = random.Next(3) > 0
            ? null
            : new RollSchedule(
            [
                .. Enumerable.Range(2, 3).Select(i => new ContractRoll(
                    instruments[0].Id, bars[0].AvailableAt(0) + i * 5 * (bars[0].AvailableAt(1) - bars[0].AvailableAt(0)), $"C{i}", $"C{i + 1}")
                {
                    Gap = random.Next(-6, 7) * 0.5m,
                }),
            ]),
        AccountCurrency = random.Next(3) == 0 ? "USD" : null,
    };

    private static Instrument RandomInstrument(Random random, int i) => new(
        $"I{i}", i == 1 ? random.Next(2) == 0 ? AssetClass.CryptoSpot : AssetClass.CryptoPerpetual : AssetClass.CommodityFuture)
    {
        LotSize = i == 1 ? 0.5m : 1m,
        Multiplier = i == 2 ? 10m : 1m,
        Currency = i == 2 ? "EUR" : "USD",
        TickSize = random.Next(2) == 0 ? 0.5m : 0m,
    };

    private static InstrumentSeries RandomBars(Random random, Instrument instrument)
    {
        int count = random.Next(5, 60);
        double price = 100;
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double open = Step(random, price);
            double close = Step(random, open);
            double high = Math.Max(open, close) + 0.5 * random.Next(4);
            double low = Math.Min(open, close) - 0.5 * random.Next(4);
            double volume = random.Next(4) == 0 ? double.NaN : random.Next(40);
            rows[i] = [random.Next(15) == 0 ? double.NaN : open, high, low, random.Next(12) == 0 ? double.NaN : close, volume];
            price = close;
        }

        Timeframe timeframe = Timeframe.FromNanoseconds(UnixTime.Hour * (random.Next(3) switch { 0 => 24, 1 => 6, _ => 1 }));
        return Markets.Bars(instrument, timeframe, Markets.Start, rows);
    }

    private static double Step(Random random, double price) => Math.Max(20, price + 0.5 * random.Next(-4, 5));

    private static OrderRequest RandomRequest(Random random, Instrument instrument, double near)
    {
        OrderType type = (OrderType)random.Next(1, 10);
        decimal Price() => (decimal)(near + 0.5 * random.Next(-5, 6)) + (random.Next(4) == 0 ? 0.1m : 0m);
        return new OrderRequest
        {
            Instrument = instrument.Id,
            Side = (OrderSide)random.Next(1, 3),
            Quantity = random.Next(0, 5) * (random.Next(10) == 0 ? 0.25m : 1m),
            Type = type,
            LimitPrice = type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitOnOpen or OrderType.LimitOnClose ? Price() : null,
            StopPrice = type is OrderType.Stop or OrderType.StopLimit ? Price() : null,
            TimeInForce = (TimeInForce)random.Next(1, 5),
            TrailAmount = type == OrderType.TrailingStop ? 0.5m * random.Next(1, 5) : null,
            DisplayQuantity = type == OrderType.Limit && random.Next(3) == 0 ? 1m : null,
            OneCancelsOther = random.Next(6) == 0 ? "group" : "",
            BracketStop = random.Next(6) == 0 ? Price() : null,
            BracketTarget = random.Next(6) == 0 ? Price() : null,
            ReduceOnly = random.Next(10) == 0,
            Tag = "random",
        };
    }

    private List<EngineInput> RandomInputs(Random random, List<MarketSlice> slices)
    {
        List<EngineInput> inputs = [];
        foreach (MarketSlice slice in slices)
        {
            inputs.Add(new SliceInput(slice));
            long time = slice.KnownTime + random.Next(3) * UnixTime.Minute;
            switch (random.Next(12))
            {
                case < 4:
                    inputs.Add(new SubmitInput(time, RandomRequest(random, Universe.Instruments[random.Next(Universe.Instruments.Length)], 100)));
                    break;
                case < 6:
                    inputs.Add(new CancelInput(time, Order.IdOf(random.Next(1, 30))));
                    break;
                case 6:
                    inputs.Add(new ModifyInput(time, Order.IdOf(random.Next(1, 30)), new OrderChange(random.Next(1, 5), 100 + random.Next(-3, 4))));
                    break;
                case 7 when random.Next(20) == 0:
                    inputs.Add(new HaltInput(time, "kill switch", Flatten: true));
                    break;
            }
        }

        inputs.Add(new FinishInput(slices[^1].KnownTime));
        return inputs;
    }
}
