using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Holds an event loop, so that it finds all at once what a test sends meanwhile.</summary>
internal sealed class HeldLoop : LoopEntry, IDisposable
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    private HeldLoop(EventLoop loop)
        : base(loop, -1)
    {
    }

    public static async Task<HeldLoop> HoldAsync(EventLoop loop)
    {
        HeldLoop held = new(loop);
        held.Post();
        await held.IsHeldAsync();
        return held;
    }

    /// <summary>Lets the loop go on, and holds it again in its next turn: when it has read its sockets, before what is posted from here on.</summary>
    public HeldLoop Then()
    {
        HeldLoop next = new(Loop);
        next.Post();
        Dispose();
        return next;
    }

    public Task IsHeldAsync() => _held.Task.WaitAsync(Bounded.Limit);

    public override void OnReady(uint events)
    {
    }

    public override void OnPosted()
    {
        _held.SetResult();
        _released.Wait(Bounded.Limit);
    }

    public override void OnStopping()
    {
    }

    /// <summary>Lets the loop go on.</summary>
    public void Dispose() => _released.Set();
}
