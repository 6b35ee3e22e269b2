using System.Diagnostics;

namespace Stratus.Realtime.Channels;

/// <summary>Ends the span of a publication when it is known what became of it, and then says so.</summary>
/// <param name="span">The span.</param>
/// <param name="completion">Who is told.</param>
internal sealed class TracedPublication(Activity span, IPublishCompletion completion) : IPublishCompletion
{
    /// <summary>Begins a publication's span. Nothing changes unless it is recorded.</summary>
    public static void Begin(string channel, ref PublishRequest request, ref IPublishCompletion completion)
    {
        Activity? before = Activity.Current;
        Activity? span = ChannelTraces.Start("publish", ActivityKind.Producer, request.TraceParent);
        Activity.Current = before;
        if (span is not { Recorded: true })
        {
            return;
        }

        span.SetChannel(channel).SetTag("stratus.octets", request.Data.Length);
        request = request with { TraceParent = span.Id };
        completion = new TracedPublication(span, completion);
    }

    /// <inheritdoc/>
    public void OnPublished(long tag, PublishOutcome outcome, Position position)
    {
        if (outcome == PublishOutcome.Done)
        {
            span.SetTag("stratus.offset", position.Offset);
        }
        else
        {
            span.SetFailed(outcome.ToString());
        }

        Activity? before = Activity.Current;
        span.Stop();
        Activity.Current = before; // Stop makes current what was so when it began
        completion.OnPublished(tag, outcome, position);
    }
}
