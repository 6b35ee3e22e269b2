using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Waits for a turn of an event loop.</summary>
internal sealed class LoopPass : LoopEntry
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoopPass(EventLoop loop)
        : base(loop, -1)
    {
    }

    /// <summary>When it is over, the loop has seen everything that its sockets had when this was called.</summary>
    public static async Task WaitAsync(EventLoop loop)
    {
        // The first may be called by a turn that has asked the kernel already; the second one's turn asks it anew.
        for (int i = 0; i < 2; i++)
        {
            LoopPass pass = new(loop);
            pass.Post();
            await pass._passed.Task.WaitAsync(Bounded.Limit);
        }
    }

    public override void OnReady(uint events)
    {
    }

    public override void OnPosted() => _passed.TrySetResult();

    public override void OnStopping() => _passed.TrySetResult();
}
