using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Features;

/// <summary>Plans features of the row's date and time, and of the days to the expiry of futures.</summary>
internal static class CalendarFeatures
{
    public static void AddTo(FeaturePlan plan)
    {
        if (plan.Spec.Calendar is not { } spec)
        {
            return;
        }

        plan.Add(new KernelNode<DateKernel>([FeatureNode.DayInput], [.. CalendarDefinitions.Dates.Select(name => new FeatureOutput(name, 0))], new()));
        if (plan.Frame.Timeframe < Timeframe.Day)
        {
            plan.Add(new KernelNode<HourKernel>([FeatureNode.SecondInput], [.. CalendarDefinitions.Hours.Select(name => new FeatureOutput(name, 0))], default));
        }

        foreach (RawInstrument instrument in spec.Expiries ? plan.Raw.Instruments : [])
        {
            AddExpiry(plan, instrument);
        }
    }

    private static void AddExpiry(FeaturePlan plan, RawInstrument instrument)
    {
        FuturesTicker ticker = TickerGrammar.Parse(instrument.All[0].InstrumentId);
        (int Position, DeliveryMonth? Delivery)? which = ticker switch
        {
            { Kind: TickerKind.Generic, Position: { } position } => (position, null),
            { Delivery: { } delivery } => (1, delivery),
            _ => null,
        };
        if (ticker.Contract is { } contract && which is { } place && HasRule(contract))
        {
            plan.Add(new KernelNode<ExpiryKernel>(
                [FeatureNode.DayInput],
                [new($"{instrument.Prefix}_days_to_expiry", 0), new($"{instrument.Prefix}_sessions_to_expiry", 0)],
                new(contract, place.Position, place.Delivery)));
        }
    }

    private static bool HasRule(CommodityContract contract) => contract.Root is "CL" or "ENA" or "CO" or "XB" or "HO" or "QS" or "NG" or "DAT";
}
