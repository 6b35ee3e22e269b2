namespace Stratus.Realtime.Edge.Connections;

/// <summary>Connections that are drained by one thread at a time. From any thread.</summary>
internal interface IFlushGroup
{
    /// <summary>Marks a connection: it is drained after the next <see cref="Kick"/>.</summary>
    void Mark(IConnectionLoop loop);

    /// <summary>Drains what is marked, soon and elsewhere.</summary>
    void Kick();

    /// <summary>Drains what is marked, here if that are no more than <paramref name="most"/>; the caller holds no lock.</summary>
    void Drain(int most);
}
