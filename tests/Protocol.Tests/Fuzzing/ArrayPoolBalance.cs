using System.Diagnostics.Tracing;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>Counts what its thread rents from and returns to the shared array pool, by the pool's own events.</summary>
internal sealed class ArrayPoolBalance : EventListener
{
    private const int BufferRented = 1;
    private const int BufferReturned = 3;
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public int Rented { get; private set; }

    public int Returned { get; private set; }

    public bool IsCounting { get; set; }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (IsCounting && Environment.CurrentManagedThreadId == _thread)
        {
            Rented += eventData.EventId == BufferRented ? 1 : 0;
            Returned += eventData.EventId == BufferReturned ? 1 : 0;
        }
    }
}
