namespace Stratus.Realtime.Channels;

/// <summary>
/// The last publications of a channel: bounded in number and age, without holes up to the channel's top. Remembers their
/// idempotency keys as long as it has them.
/// </summary>
internal sealed class HistoryRing(int size, TimeSpan age)
{
    private const int FirstCapacity = 8;

    private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);
    private Entry[] _entries = [];
    private int _head;

    /// <summary>How many are kept.</summary>
    public int Count { get; private set; }

    /// <summary>The n-th kept, from the oldest.</summary>
    public Publication this[int index] => _entries[(_head + index) % _entries.Length].Publication;

    public void Add(Publication publication, string? key, TimeSpan now)
    {
        if (Count == size)
        {
            RemoveOldest();
        }

        if (Count == _entries.Length)
        {
            Grow();
        }

        _entries[(_head + Count) % _entries.Length] = new Entry(publication, key, now);
        Count++;
        if (key is not null)
        {
            _keys[key] = publication.Offset;
        }
    }

    /// <summary>All that is kept, oldest first, each with its key.</summary>
    public IReadOnlyList<KeptPublication> All(TimeSpan now) =>
    [
        .. Enumerable.Range(0, Count).Select(i => _entries[(_head + i) % _entries.Length])
            .Select(entry => new KeptPublication(entry.Publication, entry.Key, now - entry.At)),
    ];

    /// <summary>The offset that was first published with this key, if it is still kept.</summary>
    public bool TryFind(string key, out long offset) => _keys.TryGetValue(key, out offset);

    /// <summary>Forgets what is too old.</summary>
    public void Trim(TimeSpan now)
    {
        while (Count != 0 && now - _entries[_head].At >= age)
        {
            RemoveOldest();
        }

        if (Count == 0)
        {
            _entries = [];
            _head = 0;
        }
    }

    public void Clear()
    {
        _entries = [];
        _keys.Clear();
        _head = 0;
        Count = 0;
    }

    private void RemoveOldest()
    {
        ref Entry oldest = ref _entries[_head];
        if (oldest.Key is { } key)
        {
            _keys.Remove(key);
        }

        oldest = default;
        _head = (_head + 1) % _entries.Length;
        Count--;
    }

    private void Grow()
    {
        Entry[] larger = new Entry[Math.Min(size, Math.Max(FirstCapacity, _entries.Length * 2))];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _entries[(_head + i) % _entries.Length];
        }

        _entries = larger;
        _head = 0;
    }

    private readonly record struct Entry(Publication Publication, string? Key, TimeSpan At);
}
