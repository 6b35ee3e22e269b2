namespace Stratus.Realtime.Channels;

/// <summary>Is told what became of a publication.</summary>
public interface IPublishCompletion
{
    /// <summary>
    /// Called once for each publication, in their order for a channel (but at once for one that is refused), on any thread; must
    /// not block or throw.
    /// </summary>
    /// <param name="tag">What was given with the publication.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="position">Its position, when it was appended.</param>
    void OnPublished(long tag, PublishOutcome outcome, Position position);
}
