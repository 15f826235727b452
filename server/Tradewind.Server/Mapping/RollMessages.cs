using Tradewind.Domain.Engine.Accounts;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Contract changes as messages.</summary>
internal static class RollMessages
{
    /// <summary>A roll that happened.</summary>
    public static RolledContract From(RollRecord roll) => new()
    {
        InstrumentId = roll.Instrument,
        Time = ProtoTime.ToTimestamp(roll.Time),
        FromContract = roll.From,
        ToContract = roll.To,
        FromPrice = ProtoDecimal.Format(roll.FromPrice),
        ToPrice = ProtoDecimal.Format(roll.ToPrice),
        Quantity = ProtoDecimal.Format(roll.Quantity),
        Cost = ProtoDecimal.Format(roll.Cost),
    };
}
