using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Testee;

/// <summary>Moves octets between a link and the engine until the connection has ended, for either role.</summary>
internal sealed class Pump<TSink>(Link link, WebSocketConnection connection, TSink sink, OutputBuffer output, Func<TimeSpan> clock)
    where TSink : struct, IConnectionSink
{
    private readonly WebSocketConnection _connection = connection;
    private TSink _sink = sink;

    public async Task<ConnectionEnd> RunAsync(bool isServer)
    {
        try
        {
            while (await StepAsync() != ReceiveStatus.Ended)
            {
                // After a failure a server has nothing more to send; the engine listens on for the peer's close frame.
                if (isServer && _connection.State == ConnectionState.Failed)
                {
                    await link.EndSendingAsync();
                }
            }

            await link.DropAsync();
        }
        catch (IOException)
        {
            _connection.EndOfInput(); // while sending: the peer has reset the connection, or does not read
        }
        finally
        {
            _connection.Dispose();
        }

        return _connection.End;
    }

    // Octets to the engine or, when none come in time, its deadline; then everything that it wrote to the socket.
    private async ValueTask<ReceiveStatus> StepAsync()
    {
        ReceiveStatus status = ReceiveStatus.NeedMore;
        if (link.IsEmpty)
        {
            LinkRead read = await link.ReadAsync(UntilDeadline());
            if (read == LinkRead.End)
            {
                _connection.EndOfInput();
                return ReceiveStatus.Ended;
            }

            if (read == LinkRead.TimedOut)
            {
                status = _connection.OnDeadline(clock(), ref _sink, new BufferOutput(output));
            }
        }

        if (!link.IsEmpty)
        {
            status = _connection.Receive(link.Received, clock(), ref _sink, new BufferOutput(output), out int consumed);
            link.Take(consumed);
        }

        if (!output.Octets.IsEmpty)
        {
            await link.WriteAsync(output.Octets);
            output.Clear();
        }

        return status;
    }

    // A timer must not be early, or the engine would be asked in vain; nor longer than timers can be.
    private TimeSpan UntilDeadline()
    {
        TimeSpan left = _connection.Deadline - clock();
        return TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, 60_000));
    }
}
