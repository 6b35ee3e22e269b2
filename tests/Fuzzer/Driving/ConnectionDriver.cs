using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>
/// Runs a case over a real connection. One loop reads, one writes, a timer tells the time; the run itself is synchronous and
/// is only entered under the lock. Reading never waits for writing: a peer that echoes while we still send must not stall.
/// </summary>
internal sealed class ConnectionDriver : IDisposable
{
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private readonly CaseRun run;
    private readonly IConnection connection;
    private readonly TimeProvider clock;
    private readonly long origin;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource readEnd = new();
    private readonly CancellationTokenSource writeEnd = new();
    private readonly ITimer timer;
    private TimeSpan? armed;
    private bool halfClosed;
    private bool disposed;

    public ConnectionDriver(CaseRun run, IConnection connection, TimeProvider clock)
    {
        this.run = run;
        this.connection = connection;
        this.clock = clock;
        origin = clock.GetTimestamp();
        timer = clock.CreateTimer(_ => Step(Tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => clock.GetElapsedTime(origin);

    /// <param name="start">How the run begins, at the given time.</param>
    public async Task<CaseResult> RunAsync(Action<TimeSpan> start)
    {
        Step(start);
        Task reading = ReadAsync();
        Task writing = WriteAsync();

        // Both end when the run does. Should one break down instead, the other is not waited for.
        await await Task.WhenAny(reading, writing);
        await Task.WhenAll(reading, writing);
        if (run.DropRequested && run.Result.IsServer)
        {
            await DropAsServerAsync();
        }

        return run.Result;
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
        }

        timer.Dispose();
        readEnd.Dispose();
        writeEnd.Dispose();
        wake.Dispose();
    }

    private void Step(Action<TimeSpan> action)
    {
        lock (gate)
        {
            // The timer may have come while the connection was put away.
            if (!disposed)
            {
                action(Now);
                SetTimes();
                if (wake.CurrentCount == 0)
                {
                    wake.Release();
                }
            }
        }
    }

    private void Tick(TimeSpan now)
    {
        // Timers may come a moment early: the same deadline is then set again.
        armed = null;
        run.Advance(now);
    }

    // After whatever the run did, taking its output included: it may wait for something else now, or have ended.
    private void SetTimes()
    {
        if (run.Ended)
        {
            // As server what is left (the answer to a close frame) is still written. Not cancelled at once: we are under the lock.
            readEnd.CancelAfter(TimeSpan.Zero);
            writeEnd.CancelAfter(run.Result.IsServer ? s_linger : TimeSpan.Zero);
        }
        else if (run.NextDeadline is TimeSpan next && next != armed)
        {
            armed = next;
            TimeSpan delay = next - Now;
            timer.Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (!run.Ended)
            {
                int count = await connection.Stream.ReadAsync(buffer, readEnd.Token);
                if (count == 0)
                {
                    break;
                }

                Step(now => run.Receive(buffer.AsSpan(0, count), now));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException)
        {
            // A reset is the end of the connection like any other; the run knows what it had received before.
        }

        Step(run.PeerClosed);
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                bool taken;
                bool over;
                ReadOnlyMemory<byte> octets;
                lock (gate)
                {
                    taken = run.TryTakeOutput(Now, out octets);
                    over = run.Ended;
                    SetTimes();
                }

                if (taken)
                {
                    await connection.Stream.WriteAsync(octets, writeEnd.Token);
                    await connection.Stream.FlushAsync(writeEnd.Token);
                }
                else if (over)
                {
                    return;
                }
                else
                {
                    HalfCloseIfWanted();
                    await wake.WaitAsync();
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException)
        {
            // Whether this ends the connection is for the reading side to say: octets may still be on their way to us.
        }
    }

    private void HalfCloseIfWanted()
    {
        if (run.HalfCloseRequested && !halfClosed)
        {
            halfClosed = true;
            connection.HalfClose();
        }
    }

    // RFC 6455 §7.1.1: the server sends FIN, then takes what still comes, so that no reset overtakes its close frame.
    private async Task DropAsServerAsync()
    {
        byte[] buffer = new byte[16 << 10];
        using CancellationTokenSource linger = new(s_linger);
        try
        {
            connection.HalfClose();
            while (await connection.Stream.ReadAsync(buffer, linger.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
        }
    }
}
