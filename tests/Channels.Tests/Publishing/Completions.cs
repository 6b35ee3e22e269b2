namespace Stratus.Realtime.Channels.Tests.Publishing;

/// <summary>Writes down what became of publications.</summary>
internal sealed class Completions : IPublishCompletion
{
    private readonly Lock _lock = new();
    private readonly List<(long Tag, PublishOutcome Outcome, Position Position)> _all = [];

    /// <summary>Called for each, after it was written down.</summary>
    public Action<long>? Then { get; set; }

    public IReadOnlyList<(long Tag, PublishOutcome Outcome, Position Position)> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public void OnPublished(long tag, PublishOutcome outcome, Position position)
    {
        lock (_lock)
        {
            _all.Add((tag, outcome, position));
        }

        Then?.Invoke(tag);
    }
}
