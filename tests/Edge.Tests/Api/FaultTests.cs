using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>What goes wrong behind the API becomes an error in the answer.</summary>
public sealed class FaultTests
{
    public static TheoryData<string, string> Commands => new()
    {
        { "publish", """{"channel":"chat:a","data":1}""" },
        { "presence", """{"channel":"chat:a"}""" },
        { "presence_stats", """{"channel":"chat:a"}""" },
        { "history", """{"channel":"chat:a"}""" },
        { "history_remove", """{"channel":"chat:a"}""" },
        { "subscribe", """{"channel":"chat:a","user":"u"}""" },
        { "unsubscribe", """{"channel":"chat:a","user":"u"}""" },
        { "disconnect", """{"user":"u"}""" },
        { "refresh", """{"user":"u"}""" },
        { "channels", "{}" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_WhenNothingAnswersBehind_IsError100(string method, string body)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults["chat:a"] = api.Gateway.Faults[""] = api.Users.Fault = new GatewayUnavailableException();

        ApiReply reply = await api.AskAsync(method, body);

        Assert.Equal((100, "internal server error: The channel gave no answer in time."), reply.Error);
        Assert.Equal($"method={method} outcome=100", Assert.Single(api.Meter.Tags("stratus.api.commands")));
    }

    [Theory]
    [InlineData("publish", """{"channel":"chat:a","data":1}""")]
    [InlineData("history", """{"channel":"chat:a"}""")]
    public async Task Command_WhenThereAreTooManyChannels_IsError106(string method, string body)
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults["chat:a"] = new ChannelLimitException();

        Assert.Equal(106, (await api.AskAsync(method, body)).Error.Code);
    }

    [Fact]
    public async Task Command_WhenTheEdgeIsAtFault_IsError100WithoutDetailsAndLogged()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults["chat:a"] = new InvalidOperationException("a detail");

        Assert.Equal((100, "internal server error"), (await api.AskAsync("presence", """{"channel":"chat:a"}""")).Error);
        Assert.Contains("a detail", Assert.Single(api.Log.Troubles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_Answered_AreCountedByMethodAndOutcome()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        await api.AskAsync("publish", """{"channel":"a","data":1}""");
        await api.AskAsync("publish", """{"channel":"x:a","data":1}""");
        await api.AskAsync("batch", """{"commands":[{"history":{"channel":"a"}},{"made_up":{}}]}""");
        await api.AskAsync("publish", "x");

        Assert.Equal(
            ["method=batch outcome=ok", "method=history outcome=108", "method=publish outcome=102", "method=publish outcome=ok", "method=unknown outcome=104"],
            api.Meter.Tags("stratus.api.commands").Order(StringComparer.Ordinal));
        Assert.Equal("route=/api status=400", Assert.Single(api.Meter.Tags("stratus.api.refused")));
    }

    [Fact]
    public async Task Commands_OfAnyKind_LeaveNoPayloadInTheLog()
    {
        await using ApiHost api = await ApiHost.StartAsync();
        api.Gateway.Faults["chat:b"] = new GatewayUnavailableException();
        await api.AskAsync("publish", """{"channel":"chat:a","data":"SECRET","idempotency_key":"SECRET"}""");
        await api.AskAsync("publish", """{"channel":"chat:b","data":"SECRET"}""");
        await api.AskAsync("publish", """{"channel":"chat:b","data":"SECRET""");

        Assert.DoesNotContain("SECRET", api.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiHost.Key, api.Log.All, StringComparison.Ordinal);
    }
}
