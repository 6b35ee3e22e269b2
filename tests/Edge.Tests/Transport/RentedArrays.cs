using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Which larger arrays of the process are rented from the shared pool since this was made, by the pool's own events.</summary>
internal sealed class RentedArrays : EventListener
{
    private const int BufferRented = 1;
    private const int BufferReturned = 3;
    private const int LeastOctets = 4096; // below are strings and the like

    private readonly ConcurrentDictionary<int, int>? _rented = new();

    /// <summary>The lengths of those that have not been returned.</summary>
    public IReadOnlyList<int> Lengths => [.. _rented!.Values];

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    // The payload: the array's identity, its length, the pool's identity.
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_rented is null || eventData.Payload is not [int array, int length, int pool, ..] || pool != ArrayPool<byte>.Shared.GetHashCode() || length < LeastOctets)
        {
            return; // the first come before the constructor is through
        }

        if (eventData.EventId == BufferRented)
        {
            _rented[array] = length;
        }
        else if (eventData.EventId == BufferReturned)
        {
            _rented.TryRemove(array, out _);
        }
    }
}
