using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Tokens;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Connection tokens from the connect command to the end of the session.</summary>
public sealed class SessionTokenTests
{
    private static readonly TimeSpan RefreshGrace = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Connect_GoodToken_IsThatUserAndToldWhenItEnds()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 60)}"));

        Assert.True(reply.Result.Flag("expires"));
        Assert.Equal(60, reply.Result.Number("ttl"));
    }

    [Fact]
    public async Task Connect_TokenWithoutAnEnd_NeverExpires()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.OpenAsync();

        Reply reply = await client.ConnectAsync(MessagingEdge.Token("ann"));

        Assert.False(reply.Result.Has("expires") || reply.Result.Has("ttl"));
    }

    // expire_at holds over exp, and 0 means never.
    [Theory]
    [InlineData(90, 90)]
    [InlineData(0, 0)]
    public async Task Connect_TokenWithExpireAt_EndsThen(int expireIn, int ttl)
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.OpenAsync();

        long expireAt = expireIn == 0 ? 0 : In(time, expireIn);
        Reply reply = await client.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 60)},\"expire_at\":{expireAt}"));

        Assert.Equal(ttl, reply.Result.Number("ttl"));
    }

    [Fact]
    public async Task Connect_ExpiredToken_IsToldAndMayBringANewOne()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.OpenAsync();

        Reply refused = await client.CallAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", $"\"exp\":{In(time, -1)}")}\"}}");
        await client.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 60)}"));

        Assert.Equal(109, refused.Error);
    }

    public static TheoryData<string> BadTokens =>
    [
        "x",
        "a.b.c",
        TokenMaker.Sign("""{"sub":"ann"}""", secret: new string('y', 64)),
        TokenMaker.Sign("""{"sub":"ann"}""", """{"alg":"none"}"""),
        TokenMaker.Sign("""{"sub":"ann"}""", """{"alg":"HS512"}"""),
        TokenMaker.Sign("""{"sub":7}"""),
        MessagingEdge.Token("ann", "open:a", ""), // a subscription token
        MessagingEdge.Token("ann", "\"nbf\":99999999999"),
    ];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Connect_BadToken_EndsTheConnectionForGood(string token)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.OpenAsync();

        await client.SendAsync(NativeClient.Command(1, "connect", $"{{\"token\":\"{token}\"}}"));

        Assert.Equal((3500, "invalid token"), await client.ClosedAsync());
        Assert.DoesNotContain(token, edge.Host.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_GoodToken_GivesTheSessionANewEnd()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 20)}"));

        time.Advance(TimeSpan.FromSeconds(15));
        Reply reply = await RefreshAsync(client, MessagingEdge.Token("ann", $"\"exp\":{In(time, 100)}"));
        await SurviveAsync(client, time, TimeSpan.FromSeconds(100) + RefreshGrace - TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((100, client.Id), (reply.Result.Number("ttl"), reply.Result.Text("client")));
        Assert.Equal((3005, "connection expired"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Refresh_TokenWithoutAnEnd_LetsTheSessionLive()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 20)}"));

        Reply reply = await RefreshAsync(client, MessagingEdge.Token("ann"));
        await SurviveAsync(client, time, TimeSpan.FromMinutes(3));

        Assert.False(reply.Result.Has("ttl") || reply.Result.Has("expires"));
    }

    [Fact]
    public async Task Refresh_ExpiredToken_IsToldAndMayBringAnother()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 20)}"));

        Assert.Equal(109, (await RefreshAsync(client, MessagingEdge.Token("ann", $"\"exp\":{In(time, -1)}"))).Error);
        Assert.Equal(0, (await RefreshAsync(client, MessagingEdge.Token("ann", $"\"exp\":{In(time, 60)}"))).Error);
    }

    [Theory]
    [InlineData("bob")] // somebody else's
    [InlineData("")]
    public async Task Refresh_TokenOfAnotherUser_EndsTheConnection(string user)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann"));

        await client.BeginAsync("refresh", $"{{\"token\":\"{MessagingEdge.Token(user)}\"}}");

        Assert.Equal((3500, "invalid token"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Session_NotRefreshed_EndsAfterTheGrace()
    {
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time);
        await using NativeClient client = await edge.ConnectAsync(MessagingEdge.Token("ann", $"\"exp\":{In(time, 20)}"));

        await SurviveAsync(client, time, TimeSpan.FromSeconds(20) + RefreshGrace - TimeSpan.FromMilliseconds(1));
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((3005, "connection expired"), await client.ClosedAsync());
        Assert.Equal(1, edge.Disconnected(3005));
    }

    [Fact]
    public async Task Keys_Replaced_HoldWithoutARestart()
    {
        ManualTime time = new();
        using TestFolder folder = new();
        string file = folder.Write("secret", new string('a', 64));
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            time, "--Clients:Tokens:Keys:1:Id=file", "--Clients:Tokens:Keys:1:Algorithm=HS256", "--Clients:Tokens:Keys:1:SecretFile=" + file);
        string Signed(char secret) => TokenMaker.Sign("""{"sub":"ann"}""", """{"alg":"HS256","kid":"file"}""", new string(secret, 64));
        await using NativeClient before = await edge.ConnectAsync(Signed('a'));

        folder.Write("secret", new string('b', 64));
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddYears(70)); // unlike before, however coarse the file system's clock
        time.Advance(TimeSpan.FromSeconds(2)); // files are looked at once a second

        await using NativeClient after = await edge.ConnectAsync(Signed('b'));
        await using NativeClient old = await edge.OpenAsync();
        await old.BeginAsync("connect", $"{{\"token\":\"{Signed('a')}\"}}");
        Assert.Equal(3500, (await old.ClosedAsync()).Code);
        await before.SubscribeAsync("open:a"); // sessions stay
    }

    internal static long In(ManualTime time, int seconds) => time.GetUtcNow().ToUnixTimeSeconds() + seconds;

    /// <summary>Lets time pass in small steps; the client answers pings as they come.</summary>
    internal static async Task SurviveAsync(NativeClient client, ManualTime time, TimeSpan span)
    {
        TimeSpan step = TimeSpan.FromSeconds(4);
        for (TimeSpan left = span; left > TimeSpan.Zero; left -= step)
        {
            time.Advance(left < step ? left : step);
            await client.PushesSoFarAsync();
        }
    }

    private static Task<Reply> RefreshAsync(NativeClient client, string token) => client.CallAsync("refresh", $"{{\"token\":\"{token}\"}}");
}
