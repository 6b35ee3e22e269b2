using Stratus.Realtime.Load.Net;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>Which connections there are, what each is for, and what makes them send.</summary>
internal abstract class Scenario
{
    public abstract int Connections { get; }

    /// <summary>What clients must send something within.</summary>
    public virtual TimeSpan? KeepAliveInterval => null;

    /// <summary>The compression that is offered to the server; null: none.</summary>
    public virtual DeflateTerms? Deflate => null;

    /// <summary>Which loop has a connection.</summary>
    public virtual int LoopOf(int index, int loops) => index % loops;

    /// <summary>Where a connection goes; null: where the run's others do.</summary>
    public virtual Target? TargetOf(int index) => null;

    public abstract Role CreateRole(int index, Connection connection);

    /// <summary>What a loop does between its waits, if anything. Called when the run begins, on the loop's thread.</summary>
    public virtual Pump? CreatePump(EventLoop loop, EventLoop[] loops) => null;
}
