using System.Reflection;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>The numbers of the protocol, against the tests' own copy of them.</summary>
public sealed class CodeTests
{
    private static readonly string[] Errors =
    [
        "100 internal server error temporary", "101 unauthorized", "102 unknown channel", "103 permission denied", "104 method not found",
        "105 already subscribed", "106 limit exceeded", "107 bad request", "108 not available", "109 token expired",
        "111 too many requests temporary", "112 unrecoverable position",
    ];

    private static readonly string[] Disconnects =
    [
        "3001 shutdown", "3004 internal server error", "3005 connection expired", "3006 subscription expired", "3008 slow",
        "3010 insufficient state", "3012 no pong", "3013 too many requests",
        "3500 invalid token", "3501 bad request", "3502 stale", "3503 force disconnect", "3504 connection limit", "3505 channel limit",
        "3506 inappropriate protocol",
    ];

    private static readonly string[] Unsubscribes = ["2000 server unsubscribe", "2500 insufficient state", "2501 expired"];

    [Fact]
    public void All_ReplyErrors_AreThoseOfTheProtocol() =>
        Assert.Equal(Errors, ReplyError.All.Select(error => $"{error.Code} {error.Message}{(error.Temporary ? " temporary" : "")}"));

    [Fact]
    public void All_DisconnectCodes_AreThoseOfTheProtocol() => Assert.Equal(Disconnects, DisconnectCode.All.Select(code => $"{code.Code} {code.Reason}"));

    [Fact]
    public void All_UnsubscribeCodes_AreThoseOfTheProtocol() => Assert.Equal(Unsubscribes, UnsubscribeCode.All.Select(code => $"{code.Code} {code.Reason}"));

    [Fact]
    public void All_OfEachKind_HasEveryNamedOne()
    {
        Assert.Equal(Named<ReplyError>(), ReplyError.All.ToHashSet());
        Assert.Equal(Named<DisconnectCode>(), DisconnectCode.All.ToHashSet());
        Assert.Equal(Named<UnsubscribeCode>(), UnsubscribeCode.All.ToHashSet());
    }

    // Name and number belong together: a table of numbers alone would not see two names exchanged.
    [Fact]
    public void Names_OfAllCodes_AreTheirTexts()
    {
        Assert.All(Names<ReplyError>(), pair => Assert.StartsWith(pair.Name, Squeezed(pair.Value.Message), StringComparison.OrdinalIgnoreCase));
        Assert.All(Names<DisconnectCode>(), pair => Assert.StartsWith(pair.Name, Squeezed(pair.Value.Reason), StringComparison.OrdinalIgnoreCase));
        Assert.All(Names<UnsubscribeCode>(), pair => Assert.StartsWith(pair.Name, Squeezed(pair.Value.Reason), StringComparison.OrdinalIgnoreCase));
    }

    // RFC 6455 §5.5.1; and what SDKs do with empty and with JSON reasons.
    [Fact]
    public void Reasons_OfAllDisconnectCodes_AreSafe() => Assert.All(DisconnectCode.All, code =>
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(code.Reason), 1, 123);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(code.Reason));
        Assert.True(CloseCodes.IsSendable(code.Code));
        Assert.Equal(new CloseStatus((CloseCode)code.Code, code.Reason), code.ToCloseStatus());
    });

    [Theory]
    [InlineData(3000, true)]
    [InlineData(3499, true)]
    [InlineData(3500, false)]
    [InlineData(3999, false)]
    [InlineData(4000, true)]
    [InlineData(4499, true)]
    [InlineData(4500, false)]
    [InlineData(4999, false)]
    public void Reconnects_AtTheEdgesOfTheRanges_IsTheSdks(int code, bool reconnects)
    {
        Assert.True(DisconnectCode.TryCreate(code, "because", out DisconnectCode? disconnect));
        Assert.Equal((code, "because", reconnects), (disconnect.Code, disconnect.Reason, disconnect.Reconnects));
    }

    [Theory]
    [InlineData(2999, "because")]
    [InlineData(5000, "because")]
    [InlineData(0, "because")]
    [InlineData(-1, "because")]
    [InlineData(3000, "")]
    [InlineData(3000, "{\"reconnect\":true}")]
    [InlineData(3000, "1")]
    [InlineData(3000, " null ")]
    [InlineData(3000, "\"quoted\"")]
    public void TryCreate_WhatSdksMisread_Fails(int code, string reason)
    {
        Assert.False(DisconnectCode.TryCreate(code, reason, out DisconnectCode? disconnect));
        Assert.Null(disconnect);
    }

    [Fact]
    public void TryCreate_ReasonOfTheGreatestLength_IsTakenAndNoLongerOne()
    {
        Assert.True(DisconnectCode.TryCreate(4000, new string('a', 123), out _));
        Assert.False(DisconnectCode.TryCreate(4000, new string('a', 124), out _));
        Assert.True(DisconnectCode.TryCreate(4000, "a" + new string('é', 61), out _));
        Assert.False(DisconnectCode.TryCreate(4000, new string('é', 62), out _));
    }

    [Fact]
    public void Because_WithRoom_AddsTheDetail() =>
        Assert.Equal((3501, "bad request: no method"), (DisconnectCode.BadRequest.Because("no method").Code, DisconnectCode.BadRequest.Because("no method").Reason));

    [Fact]
    public void Because_WithoutRoom_IsTheCodeAlone()
    {
        Assert.Equal(123, DisconnectCode.Stale.Because(new string('a', 116)).Reason.Length);
        Assert.Same(DisconnectCode.Stale, DisconnectCode.Stale.Because(new string('a', 117)));
    }

    [Fact]
    public void OfApplication_AnyCode_IsWhatItChose()
    {
        ReplyError error = ReplyError.OfApplication(1000, "no more seats", temporary: true);
        Assert.Equal((1000, "no more seats", true), (error.Code, error.Message, error.Temporary));
        Assert.DoesNotContain(error, ReplyError.All);
    }

    private static HashSet<T> Named<T>() => [.. Names<T>().Select(pair => pair.Value)];

    private static IEnumerable<(string Name, T Value)> Names<T>() =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(T))
            .Select(property => (property.Name, (T)property.GetValue(null)!));

    private static string Squeezed(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
