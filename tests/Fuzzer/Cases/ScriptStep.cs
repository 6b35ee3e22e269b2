namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>One thing that the fuzzer does after the connection opened. Steps run one after the other.</summary>
public abstract record ScriptStep
{
    private ScriptStep()
    {
    }

    /// <summary>Send a frame as it is. A close frame sent so does not count as the fuzzer's closing handshake.</summary>
    public sealed record Frame(FrameSpec Spec) : ScriptStep;

    /// <summary>Send a close frame that begins the fuzzer's closing handshake; a second one is sent as it is.</summary>
    public sealed record CloseFrame(FrameSpec Spec) : ScriptStep;

    /// <summary>More payload of the frame before, whose header announced more than it carried; its mask goes on.</summary>
    public sealed record Part(Payload Payload) : ScriptStep;

    /// <summary>Any octets instead of a frame.</summary>
    public sealed record Octets(Payload Payload, int? Chop = null, bool Sync = false) : ScriptStep;

    /// <summary>Frames made one at a time, as fast as the wire takes them: floods cost no memory.</summary>
    /// <param name="Frames">Begins the sequence anew for every run.</param>
    public sealed record Flood(Func<IEnumerable<FrameSpec>> Frames) : ScriptStep;

    /// <summary>Octets written one piece after the other with a pause before each: a slow sender.</summary>
    public sealed record SlowOctets(Payload Payload, int Chop, TimeSpan Pause) : ScriptStep;

    /// <summary>
    /// Wait. With a label, the end of the wait is an event, if the connection is still open then.
    /// A wait that ends after the peer left the open state ends the script.
    /// </summary>
    public sealed record Wait(TimeSpan Time, string? Label = null) : ScriptStep;

    /// <summary>Go on when this many events were received in all; give up with the connection only.</summary>
    public sealed record AwaitEvents(int Count) : ScriptStep;

    /// <summary>Fail the connection this long from here, unless it has ended by then.</summary>
    public sealed record FailAfter(TimeSpan Time) : ScriptStep;

    /// <summary>Close with 1000 this long from here, unless closing by then.</summary>
    public sealed record CloseAfter(TimeSpan Time) : ScriptStep;

    /// <summary>Send nothing more (TCP FIN, END_STREAM) without any close frame, and listen on.</summary>
    public sealed record HalfClose : ScriptStep;
}
