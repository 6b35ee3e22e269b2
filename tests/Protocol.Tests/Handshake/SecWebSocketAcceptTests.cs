using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class SecWebSocketAcceptTests
{
    // RFC 6455 §1.3.
    [Fact]
    public void Compute_KeyOfTheRfc_IsTheProofOfTheRfc() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", SecWebSocketAccept.Compute("dGhlIHNhbXBsZSBub25jZQ=="));
}
