namespace Stratus.Realtime.Channels;

// What a channel is, without time, threads or network of its own: the caller passes time in, calls from one thread at a
// time, and carries the events that a call leaves behind to every edge of `Edges`, in order.
//
// Offsets are handed out here and nowhere else. The history holds the publications up to the top without holes, so what a
// client missed is either all there, or it is said that it is not (`HistoryResult.IsContinuous`): never guessed.

/// <summary>One channel: its position, history, members, and the edges that want its events.</summary>
public sealed class ChannelState
{
    // Longer than any call can be under way.
    private static readonly TimeSpan MemoryOfCalls = TimeSpan.FromSeconds(60);

    private readonly HistoryRing _history;
    private readonly MemberTable _members = new();
    private readonly Dictionary<string, EdgeAttachment> _edges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EndedAttachment> _ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LastBatch> _publishers = new(StringComparer.Ordinal);
    private readonly TimeSpan _settlesAt;
    private bool _hasStrangers; // members of edges that have not attached yet, since it moved
    private TimeSpan _usedAt;
    private bool _isUsed; // published to or attached, not only asked about
    private long _top;

    /// <summary>Makes an empty channel.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rules">The options of its namespace.</param>
    /// <param name="epoch">A new epoch: equal to none that this channel had before.</param>
    /// <param name="now">The time since an origin of the caller's choice; all later times count from the same one.</param>
    /// <param name="settlesAt">Until then members of edges that attach again are taken for such as were there already, and are not announced.</param>
    public ChannelState(string name, ChannelRules rules, string epoch, TimeSpan now, TimeSpan settlesAt = default)
    {
        Name = name;
        Rules = rules;
        Epoch = epoch;
        _usedAt = now;
        _settlesAt = settlesAt;
        _history = new HistoryRing(rules.HistorySize, rules.HistoryAge);
    }

    /// <summary>Makes a channel that goes on from where it was: after a move, or from its log.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rules">The options of its namespace.</param>
    /// <param name="snapshot">What it was.</param>
    /// <param name="now">The time since an origin of the caller's choice; all later times count from the same one.</param>
    /// <param name="settlesAt">
    /// Until then edges may attach whose members the channel knows already, or that it has forgotten: neither are announced.
    /// Members of edges that have not attached by then have left.
    /// </param>
    public ChannelState(string name, ChannelRules rules, ChannelSnapshot snapshot, TimeSpan now, TimeSpan settlesAt)
        : this(name, rules, snapshot.Epoch, now, settlesAt)
    {
        // A database whose clock was put back has things from the future: they are new.
        TimeSpan Before(TimeSpan age) => age > TimeSpan.Zero ? now - age : now;

        _top = snapshot.Top;
        _isUsed = snapshot.UseAge is not null;
        _usedAt = Before(snapshot.UseAge ?? TimeSpan.Zero);
        foreach (KeptPublication kept in rules.HasHistory ? snapshot.History : [])
        {
            _history.Add(kept.Publication, kept.IdempotencyKey, Before(kept.Age));
        }

        foreach (KeptBatch batch in snapshot.Batches)
        {
            _publishers[batch.Publisher] = new LastBatch(batch.Number, [.. batch.Offsets.Select(offset => new Position(Epoch, offset))], Before(batch.Age));
        }

        foreach (KeptEnd end in snapshot.Ended)
        {
            _ended[end.Edge] = new EndedAttachment(end.Generation, Before(end.Age));
        }

        foreach (KeptMember member in snapshot.Members.OrderByDescending(static member => member.Age))
        {
            _members.Update(member.Edge, member.Record, Before(member.Age));
            _hasStrangers |= member.Record.IsPresent;
        }
    }

    /// <summary>The channel's name.</summary>
    public string Name { get; }

    /// <summary>The options of its namespace.</summary>
    public ChannelRules Rules { get; }

    /// <summary>The epoch of its offsets.</summary>
    public string Epoch { get; }

    /// <summary>Where it is: the offset of the last publication that has one.</summary>
    public Position Top => new(Epoch, _top);

    /// <summary>How many sessions are subscribed, as the edges last said.</summary>
    public int Subscribers => _edges.Values.Sum(edge => edge.Subscribers);

    /// <summary>The edges that get its events.</summary>
    public IReadOnlyCollection<string> Edges => _edges.Keys;

    /// <summary>Who is present.</summary>
    public IReadOnlyList<ClientInfo> Members => _members.Present;

    /// <summary>The offset of the oldest publication that is kept; one above the top when there is none.</summary>
    public long FirstOffset => _top - _history.Count + 1;

    /// <summary>Everything that the channel is, but for its attachments.</summary>
    public ChannelSnapshot TakeSnapshot(TimeSpan now)
    {
        _history.Trim(now);
        return new ChannelSnapshot(Epoch, _top)
        {
            History = _history.All(now),
            Batches = TakeBatches(now),
            Members = [.. _members.All.Select(member => new KeptMember(member.Record, member.Edge, now - member.At))],
            Ended = [.. _ended.Select(entry => new KeptEnd(entry.Key, entry.Value.Generation, now - entry.Value.At))],
            UseAge = _edges.Count != 0 ? TimeSpan.Zero : _isUsed ? now - _usedAt : null,
        };
    }

    /// <summary>The last batch of each publisher that a repetition may still come of.</summary>
    public IReadOnlyList<KeptBatch> TakeBatches(TimeSpan now) =>
    [
        .. from entry in _publishers
           where now - entry.Value.At < MemoryOfCalls
           select new KeptBatch(
               entry.Key,
               entry.Value.Number,
               [.. entry.Value.Answer.Select(static position => position.Offset)],
               now - entry.Value.At),
    ];

    /// <summary>Members that the channel brought along from where it was before, and whose edge has not attached in time, have left.</summary>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what is to be told to the edges.</param>
    public void Settle(TimeSpan now, ICollection<ChannelEvent> events)
    {
        if (!_hasStrangers || now < _settlesAt)
        {
            return;
        }

        _hasStrangers = false;
        foreach (string edge in _members.Edges.Where(edge => !_edges.ContainsKey(edge)).ToArray())
        {
            RemoveMembers(edge, now, events);
        }
    }

    /// <summary>Appends a batch; one that was appended before is only answered again.</summary>
    /// <param name="batch">What to publish.</param>
    /// <param name="now">The time.</param>
    /// <param name="unixMilliseconds">The time of day that publications carry.</param>
    /// <param name="events">Gets what is to be told to the edges.</param>
    /// <returns>The position of each; the channel's top for one that has none of its own.</returns>
    public IReadOnlyList<Position> Publish(PublishBatch batch, TimeSpan now, long unixMilliseconds, ICollection<ChannelEvent> events)
    {
        if (_publishers.TryGetValue(batch.Publisher, out LastBatch last) && batch.Number <= last.Number)
        {
            // Only the last batch can still be asked for: at most one is in flight.
            return batch.Number == last.Number ? last.Answer : [.. batch.Requests.Select(_ => Top)];
        }

        Use(now);
        Position[] answer = new Position[batch.Requests.Count];
        for (int i = 0; i < answer.Length; i++)
        {
            answer[i] = Publish(batch.Requests[i], now, unixMilliseconds, events);
        }

        _publishers[batch.Publisher] = new LastBatch(batch.Number, answer, now);
        return answer;
    }

    /// <summary>Reads history.</summary>
    public HistoryResult Read(in HistoryRequest request, TimeSpan now)
    {
        _history.Trim(now);
        long first = _top - _history.Count + 1; // of what is kept
        bool isOtherEpoch = request.Since is { } given && given.Epoch != Epoch;
        if (isOtherEpoch || request.Since is { Offset: < 0 })
        {
            return new HistoryResult(Top, [], IsContinuous: false) { IsOtherEpoch = isOtherEpoch };
        }

        long from = request.Reverse
            ? Math.Min(request.Since?.Offset - 1 ?? _top, _top)
            : Math.Max(request.Since is { } before ? Math.Min(before.Offset, _top) + 1 : first, first);
        bool isContinuous = request.Since is not { } since
            || (since.Offset <= _top && (request.Reverse || since.Offset + 1 >= first));
        List<Publication> read = [];
        long octets = 0;
        long most = request.Limit < 0 ? long.MaxValue : request.Limit;
        for (long offset = from; offset >= first && offset <= _top && read.Count < most; offset += request.Reverse ? -1 : 1)
        {
            Publication publication = _history[(int)(offset - first)];
            octets += publication.Octets;
            if (octets > request.MaxOctets && read.Count != 0)
            {
                break;
            }

            read.Add(publication);
        }

        return new HistoryResult(Top, read, isContinuous);
    }

    /// <summary>Forgets the publications; the position stays.</summary>
    public void RemoveHistory() => _history.Clear();

    /// <summary>An edge wants the events.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="request">From where, and who is there already.</param>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what is to be told to the edges.</param>
    /// <returns>True when the channel continues the position that was asked from.</returns>
    public bool Attach(string edge, AttachRequest request, TimeSpan now, ICollection<ChannelEvent> events)
    {
        Use(now);
        _edges.TryGetValue(edge, out EdgeAttachment before);
        bool isLate = request.Generation < before.Generation
            || (_ended.TryGetValue(edge, out EndedAttachment ended) && request.Generation <= ended.Generation);
        if (!isLate)
        {
            _ended.Remove(edge);
            _edges[edge] = before with { Generation = request.Generation };
            bool areKnown = request.IsAgain && now < _settlesAt;
            foreach (MemberRecord record in request.Members)
            {
                // Who is known to have left was announced as gone here: that one has to be announced again.
                UpdateMember(edge, record, now, areKnown && !_members.Knows(record.Info.Client) ? [] : events);
            }
        }

        return request.From is not { } from || (from.Epoch == Epoch && from.Offset <= _top);
    }

    /// <summary>An edge wants no more events; its members are gone. An attachment of that time that comes later is not heeded.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="generation">Of the attachment that ends; null to end any.</param>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what is to be told to the edges that stay.</param>
    public void Detach(string edge, long? generation, TimeSpan now, ICollection<ChannelEvent> events)
    {
        bool isAttached = _edges.TryGetValue(edge, out EdgeAttachment attachment);
        long ends = generation ?? attachment.Generation;
        if (ends < attachment.Generation || (generation is null && !isAttached))
        {
            return;
        }

        if (!_ended.TryGetValue(edge, out EndedAttachment before) || before.Generation < ends)
        {
            _ended[edge] = new EndedAttachment(ends, now);
        }

        if (!isAttached)
        {
            return;
        }

        Use(now);
        _edges.Remove(edge);
        RemoveMembers(edge, now, events);
    }

    /// <summary>How many sessions of an edge are subscribed.</summary>
    public void ReportSubscribers(string edge, int subscribers)
    {
        if (_edges.TryGetValue(edge, out EdgeAttachment attachment))
        {
            _edges[edge] = attachment with { Subscribers = subscribers };
        }
    }

    /// <summary>
    /// Who of an edge's sessions came or went. Nobody comes through an edge that is not attached: nothing would end it. Nor
    /// through an attachment that has been replaced since: the new one said who is there.
    /// </summary>
    /// <param name="edge">The edge.</param>
    /// <param name="generation">Of the attachment that the members came through.</param>
    /// <param name="records">Who came or went.</param>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what is to be told to the edges.</param>
    public void UpdateMembers(
        string edge, long generation, IReadOnlyList<MemberRecord> records, TimeSpan now, ICollection<ChannelEvent> events)
    {
        bool isAttached = _edges.TryGetValue(edge, out EdgeAttachment attachment) && generation >= attachment.Generation;
        foreach (MemberRecord record in records)
        {
            if (isAttached || !record.IsPresent)
            {
                UpdateMember(edge, record, now, events);
            }
        }
    }

    /// <summary>Forgets what is too old.</summary>
    /// <returns>True when nothing is left that anyone could ask for: the channel itself may be forgotten.</returns>
    public bool Trim(TimeSpan now)
    {
        _history.Trim(now);
        _members.Trim(now);
        Trim(_publishers, batch => now - batch.At >= MemoryOfCalls);
        Trim(_ended, attachment => now - attachment.At >= MemoryOfCalls);
        TimeSpan keep = !Rules.HasHistory ? TimeSpan.Zero : _isUsed ? Rules.PositionAge : MemoryOfCalls;
        return _edges.Count == 0 && _ended.Count == 0 && _history.Count == 0 && _members.IsEmpty && now - _usedAt >= keep;
    }

    private static void Trim<T>(Dictionary<string, T> entries, Func<T, bool> isOld)
    {
        foreach ((string key, T entry) in entries) // may be removed from while it is read
        {
            if (isOld(entry))
            {
                entries.Remove(key);
            }
        }
    }

    private void Use(TimeSpan now)
    {
        _usedAt = now;
        _isUsed = true;
    }

    private void UpdateMember(string edge, MemberRecord record, TimeSpan now, ICollection<ChannelEvent> events)
    {
        if (_members.Update(edge, record, now))
        {
            Announce(record.IsPresent ? ChannelEventKind.Joined : ChannelEventKind.Left, record.Info, events);
        }
    }

    private void RemoveMembers(string edge, TimeSpan now, ICollection<ChannelEvent> events)
    {
        foreach (ClientInfo gone in _members.RemoveEdge(edge, now))
        {
            Announce(ChannelEventKind.Left, gone, events);
        }
    }

    private Position Publish(PublishRequest request, TimeSpan now, long unixMilliseconds, ICollection<ChannelEvent> events)
    {
        bool isKept = Rules.HasHistory && !request.SkipHistory;
        if (isKept && request.IdempotencyKey is { } key)
        {
            _history.Trim(now);
            if (_history.TryFind(key, out long first))
            {
                return new Position(Epoch, first);
            }
        }

        Publication publication = new()
        {
            Data = request.Data,
            Info = request.Info,
            Tags = request.Tags,
            TimeMilliseconds = unixMilliseconds,
            Offset = isKept ? ++_top : 0,
        };
        if (isKept)
        {
            _history.Trim(now);
            _history.Add(publication, request.IdempotencyKey, now);
        }

        events.Add(new ChannelEvent(ChannelEventKind.Published, Name, Epoch, publication.Offset, publication) { TraceParent = request.TraceParent });
        return Top;
    }

    private void Announce(ChannelEventKind kind, ClientInfo member, ICollection<ChannelEvent> events)
    {
        if (Rules.JoinLeave)
        {
            events.Add(new ChannelEvent(kind, Name, Epoch, 0, null, member));
        }
    }

    private readonly record struct EndedAttachment(long Generation, TimeSpan At);

    private readonly record struct LastBatch(long Number, IReadOnlyList<Position> Answer, TimeSpan At);
}
