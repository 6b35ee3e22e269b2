using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class HandshakeResultTests
{
    [Fact]
    public void Refuse_UnknownRoute_Is404WithTheRulesText()
    {
        HandshakeResult.Refused refused = HandshakeResult.Refuse(HandshakeRule.RouteUnknown);

        Assert.Equal(404, refused.Status);
        Assert.Equal("No WebSocket is served at this target (RFC 6455 4.2.2)", refused.Reason);
        Assert.Equal(0, refused.Headers.Count);
    }

    [Theory]
    [InlineData(HandshakeRule.VersionUnsupported, HandshakeHttpVersion.Http11, 426)]
    [InlineData(HandshakeRule.VersionUnsupported, HandshakeHttpVersion.Http2, 400)]
    [InlineData(HandshakeRule.Method, HandshakeHttpVersion.Http11, 405)]
    [InlineData(HandshakeRule.ConnectProtocolUnknown, HandshakeHttpVersion.Http2, 501)]
    [InlineData(HandshakeRule.OriginNotAllowed, HandshakeHttpVersion.Http11, 403)]
    [InlineData(HandshakeRule.HeadTooLarge, HandshakeHttpVersion.Http11, 431)]
    [InlineData(HandshakeRule.HttpVersion, HandshakeHttpVersion.Http10, 400)]
    public void Refuse_Rule_HasItsStatus(HandshakeRule rule, HandshakeHttpVersion version, int status) =>
        Assert.Equal(status, HandshakeResult.Refuse(rule, version).Status);

    [Theory]
    [InlineData(HandshakeRule.Method, HandshakeHttpVersion.Http11, "Allow: GET")]
    [InlineData(HandshakeRule.Method, HandshakeHttpVersion.Http2, "Allow: CONNECT")]
    [InlineData(HandshakeRule.VersionMissing, HandshakeHttpVersion.Http11, "Sec-WebSocket-Version: 13")]
    [InlineData(HandshakeRule.VersionUnsupported, HandshakeHttpVersion.Http11, "Sec-WebSocket-Version: 13|Upgrade: websocket|Connection: Upgrade")]
    [InlineData(HandshakeRule.VersionUnsupported, HandshakeHttpVersion.Http2, "Sec-WebSocket-Version: 13")]
    [InlineData(HandshakeRule.KeyMissing, HandshakeHttpVersion.Http11, "")]
    public void Refuse_Rule_HasItsHeaders(HandshakeRule rule, HandshakeHttpVersion version, string headers) =>
        Assert.Equal(headers, Text(HandshakeResult.Refuse(rule, version).Headers));

    [Fact]
    public void Refuse_ClientsRule_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HandshakeResult.Refuse(HandshakeRule.AnswerAccept));

    internal static string Text(HeaderFields headers)
    {
        List<string> lines = [];
        foreach (HeaderField field in headers)
        {
            lines.Add($"{field.Name}: {field.Value}");
        }

        return string.Join('|', lines);
    }
}
