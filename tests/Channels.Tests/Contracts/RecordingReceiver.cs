namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>An edge that writes down what comes on its links, and refuses or holds batches when told to.</summary>
public sealed class RecordingReceiver : ILinkReceiver
{
    private readonly Lock _lock = new();
    private readonly List<LinkBatch> _batches = [];
    private readonly List<(LinkId Link, long Number)> _arrivals = [];
    private readonly Dictionary<LinkId, long> _last = [];
    private TaskCompletionSource? _gate;
    private int _refusals;
    private bool _losesAcknowledgements;

    /// <summary>Every arrival, repetitions too.</summary>
    public IReadOnlyList<(LinkId Link, long Number)> Arrivals
    {
        get
        {
            lock (_lock)
            {
                return [.. _arrivals];
            }
        }
    }

    /// <summary>The batches, each once.</summary>
    public IReadOnlyList<LinkBatch> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>How many refusals are still to come.</summary>
    public int RefusalsLeft
    {
        get
        {
            lock (_lock)
            {
                return _refusals;
            }
        }
    }

    /// <summary>What happened in a channel.</summary>
    public IReadOnlyList<ChannelEvent> Of(string channel) => [.. Batches.SelectMany(batch => batch.Events).Where(item => item.Channel == channel)];

    /// <summary>Answers the next arrivals with an exception, before or after what they bring is heeded.</summary>
    public void RefuseNext(int count, bool afterHeeding)
    {
        lock (_lock)
        {
            (_refusals, _losesAcknowledgements) = (count, afterHeeding);
        }
    }

    /// <summary>Does not acknowledge what comes until <see cref="Release"/>.</summary>
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

    public async ValueTask ReceiveAsync(LinkBatch batch)
    {
        bool refuses;
        Task? gate;
        lock (_lock)
        {
            _arrivals.Add((batch.Link, batch.Number));
            refuses = _refusals > 0;
            _refusals -= refuses ? 1 : 0;
            if ((!refuses || _losesAcknowledgements) && batch.Number > _last.GetValueOrDefault(batch.Link))
            {
                _last[batch.Link] = batch.Number;
                _batches.Add(batch with { Events = [.. batch.Events] });
            }

            gate = _gate?.Task;
        }

        if (refuses)
        {
            throw new GatewayUnavailableException("The test wants it so.");
        }

        if (gate is not null)
        {
            await gate;
        }
    }
}
