namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>What every user directory has to do.</summary>
public abstract class UserDirectoryContract
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Makes a directory, started with the receiver.</summary>
    protected abstract ValueTask<IUserDirectory> CreateAsync(IUserCommandReceiver receiver);

    /// <summary>Lets time pass.</summary>
    protected abstract ValueTask PassAsync(TimeSpan time);

    [Fact]
    public async Task TakeOver_OfALingeringSession_GivesItToOneOnly()
    {
        IUserDirectory directory = await CreateAsync();
        await directory.LingerAsync(Session("user", "client", "{}"), Grace);
        LingeringSession? found = await directory.TakeOverAsync("user", Info("{}"));
        Assert.Equal(("user", "client", 3), (found!.User, found.Client, found.Generation));
        Assert.Null(await directory.TakeOverAsync("user", Info("{}")));
    }

    [Theory, InlineData("another", "{}"), InlineData("user", "{ }"), InlineData("user", "")]
    public async Task TakeOver_ByAnotherUserOrWithOtherInfo_FindsNone(string user, string info)
    {
        IUserDirectory directory = await CreateAsync();
        await directory.LingerAsync(Session("user", "client", "{}"), Grace);
        Assert.Null(await directory.TakeOverAsync(user, Info(info)));
        Assert.NotNull(await directory.TakeOverAsync("user", Info("{}")));
    }

    [Theory, InlineData(-1, true), InlineData(0, false), InlineData(1, false)]
    public async Task TakeOver_AfterTime_FindsItWithinItsGrace(int millisecondsOver, bool expected)
    {
        IUserDirectory directory = await CreateAsync();
        await directory.LingerAsync(Session("user", "client", ""), Grace);
        await PassAsync(Grace + TimeSpan.FromMilliseconds(millisecondsOver));
        Assert.Equal(expected, await directory.TakeOverAsync("user", default) is not null);
    }

    // Regression: a session behind one with a longer grace was found after its own.
    [Fact]
    public async Task TakeOver_AfterAShorterGrace_FindsTheLongerOneOnly()
    {
        IUserDirectory directory = await CreateAsync();
        await directory.LingerAsync(Session("user", "long", "1"), Grace * 2);
        await directory.LingerAsync(Session("user", "short", "2"), Grace);
        await PassAsync(Grace);
        Assert.Null(await directory.TakeOverAsync("user", Info("2")));
        Assert.Equal("long", (await directory.TakeOverAsync("user", Info("1")))!.Client);
    }

    [Fact]
    public async Task TakeOver_OfSeveral_GivesEachOnce()
    {
        IUserDirectory directory = await CreateAsync();
        foreach (string client in new[] { "a", "b", "c" })
        {
            await directory.LingerAsync(Session("user", client, "{}"), Grace);
        }

        List<string> found = [];
        while (await directory.TakeOverAsync("user", Info("{}")) is { } session)
        {
            found.Add(session.Client);
        }

        Assert.Equal(["a", "b", "c"], found.Order());
    }

    [Fact]
    public async Task Send_ToAUserWithSessions_ReachesTheEdgeAndCountsThem()
    {
        Receiver receiver = new();
        IUserDirectory directory = await CreateAsync(receiver);
        UserCommand command = new UserCommand.Disconnect("user", null, 3503, "for the test");
        Assert.Equal(2, await directory.SendAsync(command));
        Assert.Equal([command], receiver.Commands);
    }

    private static LingeringSession Session(string user, string client, string info) => new(user, client, 3, Info(info));

    private static ReadOnlyMemory<byte> Info(string info) => System.Text.Encoding.UTF8.GetBytes(info);

    private ValueTask<IUserDirectory> CreateAsync() => CreateAsync(new Receiver());

    private sealed class Receiver : IUserCommandReceiver
    {
        public List<UserCommand> Commands { get; } = [];

        public int Receive(UserCommand command)
        {
            Commands.Add(command);
            return 2;
        }
    }
}
