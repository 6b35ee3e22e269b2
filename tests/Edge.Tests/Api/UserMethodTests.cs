using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

public sealed class UserMethodTests
{
    private static readonly string Long = new('x', 123);

    [Theory]
    [InlineData("disconnect", """{"user":"u"}""", "Disconnect u - 3503 force disconnect")]
    [InlineData("disconnect", """{"user":"é","client":"c"}""", "Disconnect é c 3503 force disconnect")]
    [InlineData("disconnect", """{"user":"u","client":"","disconnect":null,"whitelist":[],"session":""}""", "Disconnect u - 3503 force disconnect")]
    [InlineData("disconnect", """{"user":"u","disconnect":{"code":3000,"reason":"a"}}""", "Disconnect u - 3000 a")]
    [InlineData("disconnect", """{"user":"u","disconnect":{"code":4999,"reason":"{not json"}}""", "Disconnect u - 4999 {not json")]
    [InlineData("unsubscribe", """{"user":"u","channel":"chat:a"}""", "Unsubscribe u - chat:a")]
    [InlineData("unsubscribe", """{"user":"u","channel":"chat:a","client":"c"}""", "Unsubscribe u c chat:a")]
    [InlineData("subscribe", """{"user":"u","channel":"chat:a"}""", "Subscribe u - chat:a info= expire=0")]
    [InlineData("subscribe", """{"user":"u","channel":"a","client":"c","info":{"a": 1},"expire_at":12}""", "Subscribe u c a info={\"a\": 1} expire=12")]
    [InlineData("subscribe", """{"user":"u","channel":"a","b64info":"MQ==","data":{},"override":{},"recover_since":null}""", "Subscribe u - a info=1 expire=0")]
    [InlineData("subscribe", """{"user":"u","channel":"a","info":null}""", "Subscribe u - a info= expire=0")]
    [InlineData("refresh", """{"user":"u"}""", "Refresh u - 0 False")]
    [InlineData("refresh", """{"user":"u","client":"c","expire_at":9223372036854775807,"expired":true}""", "Refresh u c 9223372036854775807 True")]
    public async Task Command_ForAUser_GoesToTheUserDirectory(string method, string body, string expected)
    {
        await using ApiHost api = await ApiHost.StartAsync();

        Assert.Equal("""{"result":{}}""", await api.AnswerAsync(method, body));
        Assert.Equal(expected, Describe(Assert.Single(api.Users.Sent)));
    }

    [Fact]
    public async Task Disconnect_WithAReasonAroundTheLimit_IsRefusedAboveIt()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        Task<ApiReply> AskWith(string reason) => api.AskAsync("disconnect", $$$"""{"user":"u","disconnect":{"code":4000,"reason":"{{{reason}}}"}}""");

        await AskWith(Long[1..]);
        await AskWith(Long);
        Assert.Equal(107, (await AskWith(Long + "x")).Error.Code);
        Assert.Equal(107, (await AskWith(Long[1..] + "é")).Error.Code);
        Assert.Equal(2, api.Users.Sent.Count);
    }

    private static string Describe(UserCommand command) => command switch
    {
        UserCommand.Disconnect c => $"Disconnect {c.User} {c.Client ?? "-"} {c.Code} {c.Reason}",
        UserCommand.Unsubscribe c => $"Unsubscribe {c.User} {c.Client ?? "-"} {c.Channel}",
        UserCommand.Subscribe c => $"Subscribe {c.User} {c.Client ?? "-"} {c.Channel} info={Encoding.UTF8.GetString(c.ChannelInfo.Span)} expire={c.ExpireAt}",
        UserCommand.Refresh c => $"Refresh {c.User} {c.Client ?? "-"} {c.ExpireAt} {c.Expired}",
        _ => command.ToString(),
    };
}
