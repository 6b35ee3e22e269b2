using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.InProcess;

/// <summary>The contract of user directories, for <see cref="InProcessUserDirectory"/>, and its own limit.</summary>
public sealed class InProcessUserDirectoryTests : UserDirectoryContract
{
    private const int MaxLingering = 3;

    private readonly ManualTime _time = new();

    [Theory, InlineData(2, 2), InlineData(3, 3), InlineData(4, 3)]
    public async Task Linger_ManySessionsOfAUser_KeepsUpToTheLimit(int sessions, int expected)
    {
        InProcessUserDirectory directory = new(_time, MaxLingering);
        for (int i = 0; i < sessions; i++)
        {
            await directory.LingerAsync(new LingeringSession("user", $"client-{i}", 0, default), TimeSpan.FromSeconds(5));
        }

        int found = 0;
        while (await directory.TakeOverAsync("user", default) is not null)
        {
            found++;
        }

        Assert.Equal(expected, found);
    }

    // Sessions whose time is over do not count, even behind one that lingers longer.
    [Fact]
    public async Task Linger_AfterOthersHaveEnded_HasRoomAgain()
    {
        InProcessUserDirectory directory = new(_time, MaxLingering);
        await directory.LingerAsync(new LingeringSession("user", "long", 0, default), TimeSpan.FromMinutes(1));
        for (int round = 0; round < 3; round++)
        {
            await directory.LingerAsync(new LingeringSession("user", "a", 0, default), TimeSpan.FromSeconds(1));
            await directory.LingerAsync(new LingeringSession("user", "b", 0, default), TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await directory.LingerAsync(new LingeringSession("user", "last", 0, new byte[] { 1 }), TimeSpan.FromSeconds(1));
        Assert.NotNull(await directory.TakeOverAsync("user", new byte[] { 1 }));
    }

    [Fact]
    public async Task TakeAll_OfSomeThatHaveEnded_GivesTheOthersWithTheRestOfTheirTime()
    {
        InProcessUserDirectory directory = new(_time);
        LingeringSession first = new("a", "1", 0, default);
        LingeringSession second = new("b", "2", 0, default);
        await directory.LingerAsync(first, TimeSpan.FromSeconds(5));
        await directory.LingerAsync(new LingeringSession("a", "ended", 0, default), TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));
        await directory.LingerAsync(second, TimeSpan.FromSeconds(4));
        Assert.True(directory.HasLingering);

        (LingeringSession Session, TimeSpan Left)[] taken = directory.TakeAll();

        Assert.Equal([(first, TimeSpan.FromSeconds(3)), (second, TimeSpan.FromSeconds(4))], taken.OrderBy(static t => t.Session.Client, StringComparer.Ordinal));
        Assert.Null(await directory.TakeOverAsync("a", default));
        Assert.Empty(directory.TakeAll());
        Assert.False(directory.HasLingering);
    }

    [Theory, InlineData(-1, true), InlineData(0, false), InlineData(1, false)]
    public async Task HasLingering_AroundTheEndOfTheLast_IsTrueUntilThen(int millisecondsOver, bool expected)
    {
        InProcessUserDirectory directory = new(_time);
        await directory.LingerAsync(new LingeringSession("a", "short", 0, default), TimeSpan.FromSeconds(1));
        await directory.LingerAsync(new LingeringSession("b", "long", 0, default), TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2) + TimeSpan.FromMilliseconds(millisecondsOver));
        Assert.Equal(expected, directory.HasLingering);
    }

    protected override ValueTask<IUserDirectory> CreateAsync(IUserCommandReceiver receiver)
    {
        InProcessUserDirectory directory = new(_time);
        directory.Start("edge", receiver);
        return new(directory);
    }

    protected override ValueTask PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return ValueTask.CompletedTask;
    }
}
