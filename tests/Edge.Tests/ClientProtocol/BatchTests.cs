using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Several commands in one message.</summary>
public sealed class BatchTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\n\n\n")]
    [InlineData(" ")]
    [InlineData("\t \r")]
    [InlineData("")]
    public void TryRead_CommandsWithSuchBetween_AreReadInOrder(string separator)
    {
        string message = string.Join(separator, Enumerable.Range(1, 50).Select(id => $$$"""{"presence":{"channel":"c{{{id}}}"},"id":{{{id}}}}"""));
        foreach (string end in (string[])["", "\n", "\r\n", "\n\n ", " "])
        {
            (List<Command> commands, CommandFault fault) = Reading.All(end + message + end);
            Assert.Equal(CommandFault.None, fault);
            Assert.Equal(Enumerable.Range(1, 50).Select(id => new Command.Presence((uint)id, $"c{id}")), commands);
        }
    }

    [Fact]
    public void TryRead_AllKindsInOneMessage_AreRead()
    {
        (List<Command> commands, CommandFault fault) = Reading.All(string.Join('\n', CommandSamples.All));
        Assert.Equal(CommandFault.None, fault);
        Assert.Equal(CommandSamples.All.Select(sample => CommandOracle.Describe(Reading.One(sample))), commands.Select(CommandOracle.Describe));
    }

    // Fields of one command never leak into the next.
    [Fact]
    public void TryRead_ACommandAfterAFullOne_HasItsOwnFieldsOnly()
    {
        (List<Command> commands, _) = Reading.All(CommandSamples.All[2] + "\n{\"subscribe\":{},\"id\":3}\n{\"publish\":{},\"id\":4}");
        Assert.Equal(CommandOracle.Describe(Reading.One("{\"subscribe\":{},\"id\":3}")), CommandOracle.Describe(commands[1]));
        Assert.Equal(new Command.Publish(4, "", default), commands[2]);
    }

    [Theory]
    [InlineData("{}\n{\"id\":1}", "NoMethod")]
    [InlineData("{}\n[]", "NotAnObject")]
    [InlineData("{}\n,{}", "MalformedJson")]
    [InlineData("{}x", "MalformedJson")]
    [InlineData("{}\n{", "MalformedJson")]
    [InlineData("{},{}", "MalformedJson")]
    [InlineData("{}}", "MalformedJson")]
    [InlineData("{}\0", "MalformedJson")]
    public void TryRead_FaultAfterACommand_GivesTheCommandFirst(string message, string kind)
    {
        (List<Command> commands, CommandFault fault) = Reading.All(message);
        Assert.Same(Command.Pong.Instance, Assert.Single(commands));
        Assert.Equal(kind, fault.Kind.ToString());
    }
}
