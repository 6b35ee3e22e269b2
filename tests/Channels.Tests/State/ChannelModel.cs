namespace Stratus.Realtime.Channels.Tests.State;

/// <summary>What a channel should be, said as plainly as can be: a list of everything that was ever published.</summary>
internal sealed class ChannelModel(ChannelRules rules, string epoch)
{
    private readonly List<(Publication Publication, string? Key, TimeSpan At)> _log = [];
    private long _removedThrough;

    public Position Top => new(epoch, _log.Count);

    /// <summary>Everything that has an offset, from the first on.</summary>
    public IEnumerable<Publication> Log => _log.Select(entry => entry.Publication);

    /// <summary>The offset that a request with this key gets without being published; 0 when it is published.</summary>
    public long Find(string? key, TimeSpan now) =>
        key is null ? 0 : Kept(now).Where(entry => entry.Key == key).Select(entry => entry.Publication.Offset).FirstOrDefault();

    public void Append(Publication publication, string? key, TimeSpan now) => _log.Add((publication, key, now));

    public void Remove() => _removedThrough = _log.Count;

    public bool IsKept(long offset, TimeSpan now) => Kept(now).Any(entry => entry.Publication.Offset == offset);

    public HistoryResult Read(HistoryRequest request, TimeSpan now)
    {
        if (request.Since is { } elsewhere && elsewhere.Epoch != epoch)
        {
            return new HistoryResult(Top, [], IsContinuous: false) { IsOtherEpoch = true };
        }

        Publication[] kept = [.. Kept(now).Select(entry => entry.Publication)];
        long? since = request.Since?.Offset;
        IEnumerable<Publication> wanted = request.Reverse
            ? kept.Reverse().Where(publication => since is null || publication.Offset < since)
            : kept.Where(publication => since is null || publication.Offset > since);
        List<Publication> read = [];
        foreach (Publication publication in wanted.Take(request.Limit < 0 ? int.MaxValue : request.Limit))
        {
            if (read.Count != 0 && read.Sum(p => p.Octets) + publication.Octets > request.MaxOctets)
            {
                break;
            }

            read.Add(publication);
        }

        // Nothing is missing: whatever was published after the position is kept.
        bool isContinuous = since is null
            || (since <= Top.Offset && (request.Reverse || _log.Where(e => e.Publication.Offset > since).All(e => kept.Contains(e.Publication))));
        return new HistoryResult(Top, read, isContinuous);
    }

    private IEnumerable<(Publication Publication, string? Key, TimeSpan At)> Kept(TimeSpan now) =>
        _log.TakeLast(rules.HistorySize).Where(entry => entry.Publication.Offset > _removedThrough && now - entry.At < rules.HistoryAge);
}
