namespace Stratus.Realtime.Edge.Hosting;

/// <summary>Whether a load balancer should send connections here.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }
}
