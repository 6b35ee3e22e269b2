using System.Text;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class HandshakeResponseTests
{
    [Fact]
    public void ToOctets_Accepted_IsAHeadWithoutBody() =>
        Assert.Equal(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
            Text(ServerHandshake.Evaluate(Requests.Make(), new ServerHandshakeOptions())));

    [Fact]
    public void ToOctets_Refused_SaysWhyAndCloses() =>
        Assert.Equal(
            "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 75\r\n\r\n"
            + "The method must be GET on HTTP/1.1, and CONNECT on HTTP/2 (RFC 6455 4.2.1)\n",
            Text(HandshakeResult.Refuse(HandshakeRule.Method)));

    [Fact]
    public void ToOctets_EveryRefusal_IsAValidHeadWithAReasonPhraseAndItsWholeBody() =>
        Assert.All(HandshakeRules.All.Where(static row => row.Status is not null), static row =>
        {
            byte[] octets = HandshakeResponse.ToOctets(HandshakeResult.Refuse(row.Rule));

            HttpHeadRead read = HttpHead.ReadResponse(octets, HttpHeadLimits.Default, out HttpResponseHead? head);

            Assert.Equal(HttpHeadState.Done, read.State);
            Assert.Equal(row.Status, head!.Status);
            Assert.NotEqual("", head.ReasonPhrase);
            Assert.True(head.Headers.TryGetOnly("Content-Length", out string length));
            Assert.Equal($"{octets.Length - read.Consumed}", length);
        });

    [Fact]
    public void ToOctets_AnswerToHttp2_Throws() =>
        Assert.Throws<ArgumentException>(() => HandshakeResponse.ToOctets(
            ServerHandshake.Evaluate(Requests.Make(Requests.Connect), new ServerHandshakeOptions())));

    private static string Text(HandshakeResult result) => Encoding.Latin1.GetString(HandshakeResponse.ToOctets(result));
}
