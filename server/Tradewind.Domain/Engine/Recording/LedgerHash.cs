using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// SHA-256 over what an engine did: every signal with its values, every step of every order, every fill with what it realised and
/// cost, every charge for holding, every halt, and the equity at every point with an open position. Points without one have the cash that the fills before them
/// left, so of these only the number counts. Two sessions with the same hash did the same, bit for bit. Round trips follow from fills and
/// are not hashed again.
/// </summary>
/// <remarks>
/// Values go in as they lie in memory, little-endian. A string goes in as its number among the strings of the session, the first time
/// followed by its length and UTF-16 text: a session has few of them and says them often.
/// </remarks>
public sealed class LedgerHash : IEngineJournal, IDisposable
{
    private const int BufferSize = 16 * 1024;
    private readonly IncrementalHash _events = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _equity = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly TextTable _texts = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _used;
    private long _points;
    private long _lastTime;

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
        Order order = orderEvent.Order;
        Add(new Step(orderEvent.Time, order.Number, (byte)orderEvent.Kind));
        // Terms are set when an order is made or changed; between, a step says all.
        if (orderEvent.Kind is OrderEventKind.Created or OrderEventKind.Replaced or OrderEventKind.Triggered)
        {
            Add(new Terms(
                order.Quantity, order.EligibleFrom, order.InstrumentOrdinal, (byte)order.Side, (byte)order.Type, (byte)order.TimeInForce,
                (byte)order.Purpose, order.Triggered));
            Add(order.LimitPrice);
            Add(order.StopPrice);
            Add(order.Tag);
            Add(order.HasRareTerms);
            if (order.HasRareTerms)
            {
                AddRareTerms(order);
            }
        }

        Add(orderEvent.Details);
    }

    /// <inheritdoc />
    public void OnFill(Fill fill)
    {
        Add(new Execution(
            fill.Number, fill.OrderNumber, fill.Time, fill.BarTime, fill.Quantity, fill.Price, fill.RawPrice, fill.Cost.Commission, fill.Realised));
        // Only cost models charge these.
        bool charged = fill.Cost.Total != fill.Cost.Commission;
        Add(charged);
        if (charged)
        {
            Add(fill.Cost);
        }
    }

    /// <inheritdoc />
    public void OnTrade(Trade trade)
    {
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        Add(new Call(signal.Time, signal.Strength ?? double.NaN, signal.InstrumentOrdinal, (sbyte)signal.Direction));
        Add(signal.Label);
        Add(signal.Reason);
        Add(signal.Values.Length);
        foreach (SignalValue value in signal.Values)
        {
            Add(value.Name);
            Add(value.Value);
        }
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
        Span<byte> digests = stackalloc byte[2 * SHA256.HashSizeInBytes + 2 * sizeof(long)];
        _events.GetCurrentHash(digests);
        _equity.GetCurrentHash(digests[SHA256.HashSizeInBytes..]);
        MemoryMarshal.Write(digests[(2 * SHA256.HashSizeInBytes)..], _points);
        MemoryMarshal.Write(digests[(2 * SHA256.HashSizeInBytes + sizeof(long))..], _lastTime);
        return Convert.ToHexStringLower(SHA256.HashData(digests));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _events.Dispose();
        _equity.Dispose();
    }

    /// <summary>Adds the equity at points with an open position.</summary>
    internal void AddOpenEquity(ReadOnlySpan<double> equity) => _equity.AppendData(MemoryMarshal.AsBytes(equity));

    /// <summary>Counts points of equity, open or not.</summary>
    internal void CountPoints(long count, long lastTime)
    {
        _points += count;
        _lastTime = lastTime;
    }

    private void AddRareTerms(Order order)
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

    private void Add<T>(in T value)
        where T : unmanaged
    {
        if (_used + Unsafe.SizeOf<T>() > BufferSize)
        {
            Flush();
        }

        MemoryMarshal.Write(_buffer.AsSpan(_used), value);
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
        if (isNew)
        {
            Add(text.Length);
            Flush();
            _events.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private void Flush()
    {
        _events.AppendData(_buffer, 0, _used);
        _used = 0;
    }

    // Packed, so that no padding of unknown content gets into the digest.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Step(long Time, long Number, byte Kind);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Terms(
        decimal Quantity, long EligibleFrom, int Instrument, byte Side, byte Type, byte TimeInForce, byte Purpose, bool Triggered);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Execution(
        long Number, long OrderNumber, long Time, long BarTime, decimal Quantity, decimal Price, decimal RawPrice, decimal Commission,
        decimal Realised);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Holding(long Time, decimal Quantity, double Mark, double Rate, decimal Amount, byte Kind);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Call(long Time, double Strength, int Instrument, sbyte Direction);
}
