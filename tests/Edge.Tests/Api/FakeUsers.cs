using System.Collections.Concurrent;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>A user directory that notes the commands it is given.</summary>
internal sealed class FakeUsers : IUserDirectory
{
    public ConcurrentQueue<UserCommand> Sent { get; } = new();

    public Exception? Fault { get; set; }

    public void Start(string edge, IUserCommandReceiver receiver)
    {
    }

    public ValueTask LingerAsync(LingeringSession session, TimeSpan grace) => throw new NotSupportedException();

    public ValueTask<LingeringSession?> TakeOverAsync(string user, ReadOnlyMemory<byte> connectionInfo) => throw new NotSupportedException();

    public ValueTask<int> SendAsync(UserCommand command)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        Sent.Enqueue(command);
        return new(1);
    }
}
