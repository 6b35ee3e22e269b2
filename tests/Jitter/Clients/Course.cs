namespace Stratus.Realtime.Jitter.Tests.Clients;

/// <summary>Where a run is: clients look at it to know what to do next.</summary>
internal sealed class Course : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private volatile bool _isCutting;

    public Course() => Leaving = _leave.Token;

    /// <summary>True while connections are being cut.</summary>
    public bool IsCutting
    {
        get => _isCutting;
        set => _isCutting = value;
    }

    /// <summary>Cancelled when clients are to go.</summary>
    public CancellationToken Leaving { get; }

    public void Leave() => _leave.Cancel();

    public void Dispose() => _leave.Dispose();
}
