using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// Hash of what an engine did: every signal with its values, the terms of every order, every change of them and every way it can end
/// but a fill, every fill with what it realised and cost, every charge for holding, every halt, and the equity at every point with an open
/// position. Points without one have the cash that the fills before them left, so of these only the number counts. What follows from
/// these and the bars is not hashed again: round trips, the steps of an order that is put to work as soon as it is made, the steps fills lead
/// to. Two sessions over the same bars with the same hash did the same, bit for bit.
/// </summary>
/// <remarks>
/// Values go in as they lie in memory, little-endian. A string goes in as its number among the strings of the session, the first time
/// followed by its length and UTF-16 text: a session has few of them and says them often. Events and equity are folded by
/// <see cref="LaneDigest"/>; the text is the SHA-256 of both digests.
/// </remarks>
public sealed class LedgerHash : IEngineJournal, IDisposable
{
    private const int BufferSize = 16 * 1024;
    private readonly LaneDigest _events = new();
    private readonly LaneDigest _equity = new();
    private readonly TextTable _texts = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _used;
    private long _points;
    private long _lastTime;

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
        Order order = orderEvent.Order;
        switch (orderEvent.Kind)
        {
            case OrderEventKind.Submitted or OrderEventKind.Acknowledged when orderEvent.Time == order.CreatedTime:
            case OrderEventKind.PartiallyFilled or OrderEventKind.Filled:
                return;
            // Terms are set when an order is made or changed; between, a step says all.
            case OrderEventKind.Created or OrderEventKind.Replaced or OrderEventKind.Triggered:
                AddTerms(orderEvent.Kind, orderEvent.Time, order);
                break;
            default:
                Add(new Step(orderEvent.Time, order.Number, (byte)orderEvent.Kind));
                Add(orderEvent.Details);
                break;
        }
    }

    /// <inheritdoc />
    public void OnFill(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        AddFill(FillRow.Of(fill), fill.Cost);
    }

    /// <inheritdoc />
    public void OnTrade(Trade trade)
    {
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        AddSignal(
            signal.Time, signal.InstrumentOrdinal, signal.Direction, signal.Strength, signal.Label, signal.Reason, signal.Values.AsSpan());
    }

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point)
    {
        if (point.OpenPositions > 0)
        {
            AddOpenEquity([point.Equity]);
        }

        CountPoints(1, point.Time);
    }

    /// <inheritdoc />
    public void OnFinancing(in FinancingCharge charge)
    {
        Add(new Holding(charge.Time, charge.Quantity, charge.Mark, charge.Rate, charge.Amount, (byte)charge.Kind));
        Add(charge.Instrument);
    }

    /// <inheritdoc />
    public void OnHalt(long time, string reason)
    {
        Add(time);
        Add(reason);
    }

    /// <summary>Lower-case hexadecimal digest of everything added so far; adding may go on.</summary>
    public string Current()
    {
        Flush();
        Span<byte> digests = stackalloc byte[2 * LaneDigest.Size + 2 * sizeof(long)];
        _events.WriteTo(digests);
        _equity.WriteTo(digests[LaneDigest.Size..]);
        MemoryMarshal.Write(digests[(2 * LaneDigest.Size)..], _points);
        MemoryMarshal.Write(digests[(2 * LaneDigest.Size + sizeof(long))..], _lastTime);
        return Convert.ToHexStringLower(SHA256.HashData(digests));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _used) = ([], 0);
        }
    }

    /// <summary>The strings of the session by their numbers.</summary>
    internal TextTable Texts => _texts;

    /// <summary>Adds a signal.</summary>
    /// <returns>Numbers of its label and reason.</returns>
    internal (int Label, int Reason) AddSignal(
        long time, int instrument, SignalDirection direction, double? strength, string label, string reason, ReadOnlySpan<SignalValue> values)
    {
        int named = _texts.NumberOf(label, out bool isNewLabel);
        int explained = _texts.NumberOf(reason, out bool isNewReason);
        Add(new Call(time, strength ?? double.NaN, instrument, (sbyte)direction, named, explained, values.Length));
        AddText(label, isNewLabel);
        AddText(reason, isNewReason);
        foreach (ref readonly SignalValue value in values)
        {
            Add(new Reading(_texts.NumberOf(value.Name, out bool isNew), value.Value));
            AddText(value.Name, isNew);
        }

        return (named, explained);
    }

    /// <summary>Adds a market order towards the target of a signal, put to work as it was made.</summary>
    /// <returns>Number of its tag.</returns>
    internal int AddTargetOrder(long number, int instrument, OrderSide side, decimal quantity, long time, string tag)
    {
        int tagged = _texts.NumberOf(tag, out bool isNew);
        Add(new Terms(
            time, number, (byte)OrderEventKind.Created, quantity, EligibleFrom: time, instrument, (byte)side, (byte)OrderType.Market,
            (byte)TimeInForce.GoodTillCancelled, (byte)OrderPurpose.SignalTarget, TermFlags.None, tagged));
        AddText(tag, isNew);
        return tagged;
    }

    /// <summary>Adds a fill.</summary>
    internal void AddFill(in FillRow fill, in FillCost cost)
    {
        // Only cost models charge more than fees, only slippage moves the price, only a fill that closes something realises.
        FillFlags flags = (cost.HasFeesOnly ? FillFlags.None : FillFlags.Charged)
            | (fill.IsSlipped ? FillFlags.Slipped : FillFlags.None) | (fill.Realised == 0 ? FillFlags.None : FillFlags.Realised);
        Add(new Execution(
            fill.Number, fill.OrderNumber, fill.Time, fill.BarTime, fill.Quantity, fill.Price, fill.Commission, flags));
        if ((flags & FillFlags.Slipped) != 0)
        {
            Add(fill.RawPrice);
        }

        if ((flags & FillFlags.Realised) != 0)
        {
            Add(fill.Realised);
        }

        if ((flags & FillFlags.Charged) != 0)
        {
            Add(cost.Slippage);
            Add(cost.Spread);
            Add(cost.Impact);
        }
    }

    /// <summary>Adds the equity at points with an open position.</summary>
    internal void AddOpenEquity(ReadOnlySpan<double> equity) => _equity.Add(MemoryMarshal.AsBytes(equity));

    /// <summary>Counts points of equity, open or not.</summary>
    internal void CountPoints(long count, long lastTime)
    {
        _points += count;
        _lastTime = lastTime;
    }

    private void AddTerms(OrderEventKind kind, long time, Order order)
    {
        bool hasRareTerms = order.HasRareTerms;
        TermFlags flags = (order.Triggered ? TermFlags.Triggered : TermFlags.None) | (order.LimitPrice.HasValue ? TermFlags.Limit : TermFlags.None)
            | (order.StopPrice.HasValue ? TermFlags.Stop : TermFlags.None) | (hasRareTerms ? TermFlags.Rare : TermFlags.None);
        int tagged = _texts.NumberOf(order.Tag, out bool isNew);
        Add(new Terms(
            time, order.Number, (byte)kind, order.Quantity, order.EligibleFrom, order.InstrumentOrdinal, (byte)order.Side, (byte)order.Type,
            (byte)order.TimeInForce, (byte)order.Purpose, flags, tagged));
        AddText(order.Tag, isNew);
        if (order.LimitPrice is { } limit)
        {
            Add(limit);
        }

        if (order.StopPrice is { } stop)
        {
            Add(stop);
        }

        if (hasRareTerms)
        {
            Add(order.TrailAmount);
            Add(order.TrailPercent);
            Add(order.DisplayQuantity);
            Add(order.BracketStop);
            Add(order.BracketTarget);
            Add(order.ExpireTime ?? 0);
            Add(order.Parent ?? 0);
            Add(order.ReduceOnly);
            Add(order.OneCancelsOther);
        }
    }

    private void Add<T>(in T value)
        where T : unmanaged
    {
        if (_used + Unsafe.SizeOf<T>() > BufferSize)
        {
            Flush();
        }

        Unsafe.WriteUnaligned(ref _buffer[_used], value);
        _used += Unsafe.SizeOf<T>();
    }

    private void Add(decimal? value)
    {
        Add(value.HasValue);
        if (value is { } present)
        {
            Add(present);
        }
    }

    private void Add(string text)
    {
        Add(_texts.NumberOf(text, out bool isNew));
        AddText(text, isNew);
    }

    private void AddText(string text, bool isNew)
    {
        if (isNew)
        {
            Add(text.Length);
            Flush();
            _events.Add(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private void Flush()
    {
        _events.Add(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    [Flags]
    private enum TermFlags : byte
    {
        None = 0,
        Triggered = 1,
        Limit = 2,
        Stop = 4,
        Rare = 8,
    }

    [Flags]
    private enum FillFlags : byte
    {
        None = 0,
        Charged = 1,
        Slipped = 2,
        Realised = 4,
    }

    // Packed, so that no padding of unknown content gets into the digest.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Step(long Time, long Number, byte Kind);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Terms(
        long Time, long Number, byte Kind, decimal Quantity, long EligibleFrom, int Instrument, byte Side, byte Type, byte TimeInForce,
        byte Purpose, TermFlags Flags, int Tag);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Execution(
        long Number, long OrderNumber, long Time, long BarTime, decimal Quantity, decimal Price, decimal Commission, FillFlags Flags);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Holding(long Time, decimal Quantity, double Mark, double Rate, decimal Amount, byte Kind);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Call(long Time, double Strength, int Instrument, sbyte Direction, int Label, int Reason, int Values);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Reading(int Name, double Value);
}
