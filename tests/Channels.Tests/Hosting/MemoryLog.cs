namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>
/// A log that is as durable as the object, for hosts that share it. Does exactly what the port says: what anybody but the
/// owner appends, trims or forgets is refused. It can hold its answers, and fail.
/// </summary>
internal sealed class MemoryLog(TimeProvider time) : IChannelLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<LogFailure> _failures = new();
    private TaskCompletionSource? _gate;
    private int _held;

    /// <summary>Decides what becomes of a call, when no failure is ordered.</summary>
    public Func<LogFailure> Fate { get; set; } = static () => LogFailure.None;

    /// <summary>What each call waits for, before anything is done.</summary>
    public Func<Task> Pausing { get; set; } = static () => Task.CompletedTask;

    /// <summary>Calls that wait for <see cref="Release"/>.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>How many appends there were, whatever became of them.</summary>
    public int Appends { get; private set; }

    /// <summary>How many channels are known.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>The next calls end so, one after another.</summary>
    public void FailNext(params LogFailure[] failures)
    {
        lock (_lock)
        {
            failures.ToList().ForEach(_failures.Enqueue);
        }
    }

    /// <summary>Calls wait, before anything is done, until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _gate?.SetResult();
            _gate = null;
        }
    }

    /// <summary>What is kept of a channel: the offsets, oldest first.</summary>
    public long[] Offsets(string channel)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(channel, out Entry? entry) ? [.. entry.History.Select(item => item.Kept.Publication.Offset)] : [];
        }
    }

    public ValueTask<ChannelSnapshot> OpenAsync(string channel, ChannelRules rules, string owner, string epoch) => DoAsync(() =>
    {
        TimeSpan now = Now;
        if (!_entries.TryGetValue(channel, out Entry? entry)
            || (entry.History.Count == 0 && now - entry.KeptAt >= rules.PositionAge))
        {
            entry = _entries[channel] = new Entry(epoch) { KeptAt = now };
        }

        entry.Owner = owner;
        return new ChannelSnapshot(entry.Epoch, entry.Top)
        {
            History =
            [
                .. from item in entry.History.TakeLast(rules.HistorySize)
                   where now - item.At < rules.HistoryAge
                   select item.Kept with { Age = now - item.At },
            ],
            Batches = [.. entry.Batches.Select(batch => batch with { Age = batch.Age + now - entry.KeptAt })],
            UseAge = entry.IsUsed ? now - entry.KeptAt : null,
        };
    });

    public async ValueTask AppendAsync(LogAppend append) => await DoAsync(() =>
    {
        Appends++;
        Entry entry = Owned(append.Channel, append.Owner);
        if (entry.Top != append.ExpectedTop)
        {
            throw new ChannelFencedException();
        }

        Assert.Equal(
            Enumerable.Range(1, append.Publications.Count).Select(i => append.ExpectedTop + i),
            append.Publications.Select(kept => kept.Publication.Offset));
        entry.Top += append.Publications.Count;
        entry.History.AddRange(append.Publications.Select(kept => (kept, Now)));
        entry.History.RemoveRange(0, Math.Max(0, entry.History.Count - append.Rules.HistorySize));
        entry.Batches = append.Batches;
        entry.Keep(Now);
        return true;
    });

    public async ValueTask TrimAsync(string channel, ChannelRules rules, string owner, long firstOffset) => await DoAsync(() =>
    {
        Entry entry = Owned(channel, owner);
        entry.History.RemoveAll(item => item.Kept.Publication.Offset < firstOffset);
        entry.Keep(Now);
        return true;
    });

    public async ValueTask ForgetAsync(string channel, string owner) => await DoAsync(() =>
    {
        if (_entries.TryGetValue(channel, out Entry? entry) && entry.Owner == owner)
        {
            _entries.Remove(channel);
        }

        return true;
    });

    private Entry Owned(string channel, string owner) =>
        _entries.TryGetValue(channel, out Entry? entry) && entry.Owner == owner ? entry : throw new ChannelFencedException();

    private async ValueTask<T> DoAsync<T>(Func<T> action)
    {
        Task? gate;
        LogFailure failure;
        lock (_lock)
        {
            gate = _gate?.Task;
            failure = _failures.TryDequeue(out LogFailure ordered) ? ordered : Fate();
        }

        if (gate is not null)
        {
            Interlocked.Increment(ref _held);
            await gate;
            Interlocked.Decrement(ref _held);
        }

        await Pausing();
        if (failure == LogFailure.Before)
        {
            throw new IOException("The test wants it so: nothing was done.");
        }

        T result;
        lock (_lock)
        {
            result = action();
        }

        return failure == LogFailure.None ? result : throw new IOException("The test wants it so: the answer is lost.");
    }

    private sealed class Entry(string epoch)
    {
        public string Epoch => epoch;

        public string Owner { get; set; } = "";

        public long Top { get; set; }

        public List<(KeptPublication Kept, TimeSpan At)> History { get; } = [];

        public IReadOnlyList<KeptBatch> Batches { get; set; } = [];

        public TimeSpan KeptAt { get; set; }

        public bool IsUsed { get; private set; }

        public void Keep(TimeSpan now) => (KeptAt, IsUsed) = (now, true);
    }
}
