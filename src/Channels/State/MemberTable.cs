namespace Stratus.Realtime.Channels;

/// <summary>
/// Who is in a channel. Of two records about one client the higher version holds. Who has left is remembered for a while,
/// so that a join that was under way meanwhile comes too late.
/// </summary>
internal sealed class MemberTable
{
    // Longer than any request can be under way.
    private static readonly TimeSpan MemoryOfLeaves = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly Queue<(string Client, TimeSpan At)> _left = new();

    public bool IsEmpty => _members.Count == 0;

    public IReadOnlyList<ClientInfo> Present =>
        [.. _members.Values.Where(member => member.Record.IsPresent).Select(member => member.Record.Info)];

    /// <summary>Everyone, present or remembered; times are those that were passed in.</summary>
    public IEnumerable<(MemberRecord Record, string Edge, TimeSpan At)> All =>
        _members.Values.Select(member => (member.Record, member.Edge, member.At));

    /// <summary>The edges through which somebody is present.</summary>
    public IEnumerable<string> Edges => _members.Values.Where(member => member.Record.IsPresent).Select(member => member.Edge).Distinct();

    /// <summary>True when something is known of a client: that it is present, or that it has left.</summary>
    public bool Knows(string client) => _members.ContainsKey(client);

    /// <summary>Takes a record from an edge; true when it changed who is present.</summary>
    public bool Update(string edge, MemberRecord record, TimeSpan now)
    {
        bool known = _members.TryGetValue(record.Info.Client, out Member before);
        if (known && before.Record.Version >= record.Version)
        {
            return false;
        }

        bool wasPresent = known && before.Record.IsPresent;
        Set(edge, record, now);
        return wasPresent != record.IsPresent;
    }

    /// <summary>An edge is gone, and its members with it.</summary>
    /// <returns>Who left.</returns>
    public IReadOnlyList<ClientInfo> RemoveEdge(string edge, TimeSpan now)
    {
        List<ClientInfo>? gone = null;
        foreach (Member member in _members.Values)
        {
            if (member.Edge == edge && member.Record.IsPresent)
            {
                (gone ??= []).Add(member.Record.Info);
            }
        }

        foreach (ClientInfo info in gone ?? [])
        {
            // The version stays: if the edge was only silent and comes back, its records hold again (they are newer or equal).
            Set(edge, _members[info.Client].Record with { IsPresent = false, Version = _members[info.Client].Record.Version - 1 }, now);
        }

        return gone ?? [];
    }

    /// <summary>Forgets leaves that nobody can contradict any more.</summary>
    public void Trim(TimeSpan now)
    {
        while (_left.TryPeek(out (string Client, TimeSpan At) first) && now - first.At >= MemoryOfLeaves)
        {
            _left.Dequeue();
            if (_members.TryGetValue(first.Client, out Member member) && !member.Record.IsPresent && now - member.At >= MemoryOfLeaves)
            {
                _members.Remove(first.Client);
            }
        }
    }

    private void Set(string edge, MemberRecord record, TimeSpan now)
    {
        _members[record.Info.Client] = new Member(record, edge, now);
        if (!record.IsPresent)
        {
            _left.Enqueue((record.Info.Client, now));
        }
    }

    private readonly record struct Member(MemberRecord Record, string Edge, TimeSpan At);
}
