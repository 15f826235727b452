using System.Collections.Immutable;
using Google.Protobuf;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>Orders, fills and positions of a session at one moment.</summary>
/// <param name="Orders">Orders by number, each as it was last.</param>
/// <param name="Fills">Fills in order.</param>
/// <param name="Positions">Positions that are not flat.</param>
internal sealed record SessionBooks(ImmutableArray<V1.Order> Orders, ImmutableArray<V1.Fill> Fills, ImmutableArray<V1.Position> Positions)
{
    /// <summary>Books of a running session.</summary>
    public static SessionBooks Of(TradingEngine engine, SessionLedger ledger) => new(
        [.. ledger.Orders.Select(TradingMessages.From)], [.. ledger.Fills.Select(TradingMessages.From)], [.. engine.Positions().Select(TradingMessages.From)]);

    /// <summary>Books of a replayed session.</summary>
    public static SessionBooks Of(SessionReplayResult replay) => new(
        [.. replay.Ledger.Orders.Select(TradingMessages.From)],
        [.. replay.Ledger.Fills.Select(TradingMessages.From)],
        [.. replay.Positions.Select(TradingMessages.From)]);

    /// <summary>The books as three delimited messages.</summary>
    public byte[] Serialize()
    {
        using MemoryStream output = new();
        new ListOrdersResponse { Orders = { Orders } }.WriteDelimitedTo(output);
        new ListFillsResponse { Fills = { Fills } }.WriteDelimitedTo(output);
        new ListPositionsResponse { Positions = { Positions } }.WriteDelimitedTo(output);
        return output.ToArray();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    public static SessionBooks Deserialize(ReadOnlyMemory<byte> stored)
    {
        using MemoryStream input = new(stored.ToArray(), writable: false);
        return new SessionBooks(
            [.. ListOrdersResponse.Parser.ParseDelimitedFrom(input).Orders],
            [.. ListFillsResponse.Parser.ParseDelimitedFrom(input).Fills],
            [.. ListPositionsResponse.Parser.ParseDelimitedFrom(input).Positions]);
    }
}
