using System.Diagnostics;

namespace Stratus.Realtime.Channels;

// A publish is one trace from socket to socket:
//
//   publish        from the edge that accepts it to the acknowledgement (TracedPublication)
//     send         its batch to the channel (ChannelPublisher)
//       append     the channel takes the batch (HostedChannel), behind the grain call where there is one
//         store    the log takes it
//     deliver      one batch of a link to one edge (LinkPump)
//       fan out    that edge gives it to its subscribers (ChannelHub)
//
// A batch has one place in a trace: below the first of its publications whose trace is recorded. It is linked to the others.
// Batches outlive the calls that caused them, so what is ambient (Activity.Current) is the parent of nothing here but of
// append, store and fan out, whose caller waits for them. Without a listener nothing of all this is looked at.

/// <summary>The spans of channels, on the source <see cref="SourceName"/>.</summary>
internal static class ChannelTraces
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Stratus.Realtime";

    // What exporters keep of a span's links by default.
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True when anyone listens; where not, nothing else here need be called.</summary>
    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>The context of the span that is current, when it is recorded: for <see cref="PublishRequest.TraceParent"/>.</summary>
    public static string? CurrentTraceParent => IsListenedTo && Activity.Current is { Recorded: true } current ? current.Id : null;

    /// <summary>Begins a span below a remote one, or a trace: what was current is not its parent, nor is it again when the span ends.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="traceParent">The parent, as W3C Trace Context writes it; null to begin a trace, and so is what cannot be read.</param>
    /// <param name="traceState">What goes with it.</param>
    public static Activity? Start(string name, ActivityKind kind, string? traceParent, string? traceState = null)
    {
        Activity.Current = null; // it would be the parent where there is no other
        _ = ActivityContext.TryParse(traceParent, traceState, isRemote: true, out ActivityContext parent);
        return Source.StartActivity(name, kind, parent);
    }

    /// <summary>Begins the span of a batch; null when nothing in it is recorded. What was current is not its parent.</summary>
    public static Activity? StartBatch<T>(string name, ActivityKind kind, IReadOnlyList<T> items, Func<T, string?> traceParentOf)
    {
        ActivityContext? parent = null;
        List<ActivityLink>? links = null;
        for (int i = 0; i < items.Count && (links?.Count ?? 0) < MaxLinks; i++)
        {
            if (!ActivityContext.TryParse(traceParentOf(items[i]), null, isRemote: true, out ActivityContext context))
            {
                continue;
            }

            if (parent is null)
            {
                parent = context;
            }
            else
            {
                (links ??= []).Add(new ActivityLink(context));
            }
        }

        Activity.Current = null;
        return parent is null ? null : Source.StartActivity(name, kind, parent.Value, null, links)?.SetTag("stratus.batch.size", items.Count);
    }

    /// <summary>Begins a span below the current one; null when that is not recorded.</summary>
    public static Activity? StartBelow(string name, ActivityKind kind) =>
        IsListenedTo && Activity.Current is { Recorded: true } ? Source.StartActivity(name, kind) : null;

    /// <summary>The channel that a span is about.</summary>
    public static Activity SetChannel(this Activity span, string channel) => span.SetTag("stratus.channel", channel);

    /// <summary>What a span is about has failed.</summary>
    public static void SetFailed(this Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);
}
