using System.Diagnostics.CodeAnalysis;

namespace Tradewind.Sources.Caching;

/// <summary>
/// Values that are good for a while. A full cache drops what is over, then the oldest tenth; writing a key again drops nothing. Thread-safe
/// (oil specification, section 9).
/// </summary>
public sealed class TtlCache<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries;
    private readonly LinkedList<Entry> _byAge = new();
    private readonly int _capacity;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _clock;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="capacity">Most entries, positive. 1000 by the specification.</param>
    /// <param name="lifetime">How long a value is good where its writer does not say. 5 s by the specification.</param>
    /// <param name="clock">Present time.</param>
    public TtlCache(int capacity, TimeSpan lifetime, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentNullException.ThrowIfNull(clock);
        (_capacity, _lifetime, _clock) = (capacity, lifetime, clock);
        _entries = [];
    }

    /// <summary>Entries held, over or not.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The value of a key; false where there is none that is still good.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node) && _clock.GetUtcNow() < node.Value.Expiry)
            {
                value = node.Value.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Keeps a value; a lifetime of 0 or less keeps nothing.</summary>
    public void Set(TKey key, TValue value, TimeSpan? lifetime = null)
    {
        TimeSpan good = lifetime ?? _lifetime;
        lock (_gate)
        {
            Remove(key, out bool replaces);
            if (good <= TimeSpan.Zero)
            {
                return;
            }

            DateTimeOffset now = _clock.GetUtcNow();
            if (!replaces && _entries.Count >= _capacity)
            {
                MakeRoom(now);
            }

            _entries[key] = _byAge.AddLast(new Entry(key, value, now + good));
        }
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _byAge.Clear();
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        for (LinkedListNode<Entry>? node = _byAge.First; node is not null;)
        {
            (LinkedListNode<Entry> seen, node) = (node, node.Next);
            if (seen.Value.Expiry <= now)
            {
                Remove(seen.Value.Key, out _);
            }
        }

        for (int drop = _entries.Count >= _capacity ? Math.Max(1, _capacity / 10) : 0; drop > 0; drop--)
        {
            Remove(_byAge.First!.Value.Key, out _);
        }
    }

    private void Remove(TKey key, out bool wasThere)
    {
        wasThere = _entries.Remove(key, out LinkedListNode<Entry>? node);
        if (wasThere)
        {
            _byAge.Remove(node!);
        }
    }

    private readonly record struct Entry(TKey Key, TValue Value, DateTimeOffset Expiry);
}
