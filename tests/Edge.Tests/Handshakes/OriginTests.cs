using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Handshakes;

public sealed class OriginTests(OriginTests.Fixture fixture) : IClassFixture<OriginTests.Fixture>
{
    [Theory]
    [InlineData("Origin: https://chat.example", 101)]
    [InlineData("Origin: HTTPS://Chat.Example:443", 101)]
    [InlineData("Origin: http://localhost:3000", 101)]
    [InlineData("-Origin", 101)] // no browser: the header protects a browser's user only (RFC 6455 §10.2)
    [InlineData("Origin: http://chat.example", 403)]
    [InlineData("Origin: https://chat.example.evil.example", 403)]
    [InlineData("Origin: https://chat.example:8443", 403)]
    [InlineData("Origin: null", 403)]
    public async Task Request_Received_WithOrigin_IsJudgedByTheList(string edit, int status)
    {
        HttpAnswer answer = await fixture.Edge.AskAsync(Requests.Make(edits: edit));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Connect_Received_WithForeignOrigin_IsRefused()
    {
        using HttpResponseMessage answer = await fixture.Edge.AskHttp2Async(
            headers: ["Sec-WebSocket-Version: 13", "Origin: https://evil.example"]);

        Assert.Equal(403, (int)answer.StatusCode);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal EdgeHost Edge { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Edge = await EdgeHost.StartAsync(
            "--Edge:Origins:Allowed:0=https://chat.example", "--Edge:Origins:Allowed:1=http://localhost:3000");

        public ValueTask DisposeAsync() => Edge.DisposeAsync();
    }
}
