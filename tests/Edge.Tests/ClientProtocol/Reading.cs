using System.Text;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Reads messages to their ends.</summary>
internal static class Reading
{
    public static (List<Command> Commands, CommandFault Fault) All(string message) => All(Encoding.UTF8.GetBytes(message));

    public static (List<Command> Commands, CommandFault Fault) All(ReadOnlySpan<byte> message)
    {
        List<Command> commands = [];
        CommandReader reader = new(message);
        CommandFault fault;
        while (reader.TryRead(out Command? command, out fault))
        {
            Assert.False(fault.IsFault, "a command and a fault");
            commands.Add(command);

            // An object takes two octets at least.
            Assert.True(commands.Count <= message.Length / 2, "more commands than can be in there");
        }

        Assert.False(reader.TryRead(out _, out CommandFault again), "a command after the end");
        Assert.Equal(fault, again);
        return (commands, fault);
    }

    /// <summary>The only command of a message without a fault.</summary>
    public static T One<T>(string message)
        where T : Command => Assert.IsType<T>(One(message));

    /// <inheritdoc cref="One{T}"/>
    public static Command One(string message)
    {
        (List<Command> commands, CommandFault fault) = All(message);
        Assert.Equal("", fault.Text);
        return Assert.Single(commands);
    }

    /// <summary>The fault of a message that has one before its first command ends.</summary>
    public static CommandFault Fault(string message)
    {
        (List<Command> commands, CommandFault fault) = All(message);
        Assert.Empty(commands);
        Assert.True(fault.IsFault, $"no fault in {message}");
        return fault;
    }

    public static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);
}
