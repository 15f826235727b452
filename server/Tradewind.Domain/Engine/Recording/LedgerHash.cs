using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// SHA-256 over what an engine did: every signal with its values, every step of every order, every fill with what it realised and
/// cost, every halt, and the equity at every point with an open position. Points without one have the cash that the fills before them
/// left, so of these only the number counts. Two sessions with the same hash did the same, bit for bit. Round trips follow from fills and
/// are not hashed again.
/// </summary>
/// <remarks>Values go in as they lie in memory, little-endian; strings as UTF-16 behind their length.</remarks>
public sealed class LedgerHash : IEngineJournal, IDisposable
{
    private const int BufferSize = 16 * 1024;
    private readonly IncrementalHash _events = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _equity = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _used;
    private long _points;
    private long _lastTime;

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
        Order order = orderEvent.Order;
        Add(orderEvent.Kind);
        Add(orderEvent.Time);
        Add(order.Number);
        // Terms are set when an order is made or changed; between, a step says all.
        if (orderEvent.Kind is OrderEventKind.Created or OrderEventKind.Replaced or OrderEventKind.Triggered)
        {
            Add(new Terms(
                order.Quantity, order.LimitPrice ?? 0, order.StopPrice ?? 0, order.EligibleFrom, order.InstrumentOrdinal, (byte)order.Side,
                (byte)order.Type, (byte)order.TimeInForce, (byte)order.Purpose, order.LimitPrice.HasValue, order.StopPrice.HasValue,
                order.Triggered));
            Add(order.Tag);
        }

        Add(orderEvent.Details);
    }

    /// <inheritdoc />
    public void OnFill(Fill fill)
    {
        Add(new Execution(
            fill.Number, fill.OrderNumber, fill.Time, fill.BarTime, fill.Quantity, fill.Price, fill.RawPrice, fill.Cost.Commission,
            fill.Cost.Slippage, fill.Cost.Spread, fill.Cost.Impact, fill.Realised, fill.PositionAfter));
    }

    /// <inheritdoc />
    public void OnTrade(Trade trade)
    {
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        Add(signal.Time);
        Add(signal.InstrumentOrdinal);
        Add((int)signal.Direction);
        Add(signal.Strength ?? double.NaN);
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

    private void Add(string text)
    {
        Add(text.Length);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(text.AsSpan());
        if (_used + bytes.Length > BufferSize)
        {
            Flush();
        }

        if (bytes.Length > BufferSize)
        {
            _events.AppendData(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Flush()
    {
        _events.AppendData(_buffer, 0, _used);
        _used = 0;
    }

    // Packed, so that no padding of unknown content gets into the digest.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Terms(
        decimal Quantity, decimal LimitPrice, decimal StopPrice, long EligibleFrom, int Instrument, byte Side, byte Type, byte TimeInForce,
        byte Purpose, bool HasLimit, bool HasStop, bool Triggered);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Execution(
        long Number, long OrderNumber, long Time, long BarTime, decimal Quantity, decimal Price, decimal RawPrice, decimal Commission,
        decimal Slippage, decimal Spread, decimal Impact, decimal Realised, decimal PositionAfter);
}
