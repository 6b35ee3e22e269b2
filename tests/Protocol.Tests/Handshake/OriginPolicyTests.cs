using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData("https://a.example", true)]
    [InlineData("HTTPS://A.EXAMPLE", true)]
    [InlineData("https://a.example:443", true)]
    [InlineData("http://b.example", true)]
    [InlineData("http://c.example:8080", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("null", true)]
    [InlineData("http://a.example", false)]
    [InlineData("https://a.example:8443", false)]
    [InlineData("https://a.example.evil", false)]
    [InlineData("https://x.a.example", false)]
    [InlineData("http://c.example", false)]
    [InlineData("http://[::1]", false)]
    [InlineData("https://a.example/", false)]
    [InlineData("https://a.example https://b.example", false)]
    [InlineData("a.example", false)]
    [InlineData("", false)]
    public void Allows_ListOfOrigins_ComparesTheSerialisedForm(string origin, bool allowed)
    {
        OriginPolicy policy = OriginPolicy.Allow("https://a.example", "http://b.example:80", "http://c.example:8080", "http://[::1]:5000", "null");

        Assert.Equal(allowed, policy.Allows(Requests.Make(Requests.Get, "Origin: " + origin)));
    }

    [Theory]
    [InlineData("https", "server.example.com", "https://server.example.com", true)]
    [InlineData("https", "Server.Example.com:443", "https://server.example.com", true)]
    [InlineData("http", "localhost:8080", "http://localhost:8080", true)]
    [InlineData("http", "[::1]:80", "http://[::1]", true)]
    [InlineData("http", "server.example.com", "https://server.example.com", false)]
    [InlineData("https", "server.example.com", "https://other.example.com", false)]
    [InlineData("http", "localhost:8080", "http://localhost:8081", false)]
    [InlineData("https", "server.example.com", "null", false)]
    [InlineData("https", "bad host", "https://bad host", false)]
    public void Allows_SameOrigin_ComparesWithSchemeAndHost(string scheme, string host, string origin, bool allowed)
    {
        HandshakeRequest request = Requests.Make(Requests.Get, $"Host: {host}|Origin: {origin}") with { Scheme = scheme };

        Assert.Equal(allowed, OriginPolicy.SameOrigin.Allows(request));
    }

    [Fact]
    public void Allows_RequestWithoutOrigin_PassesEveryPolicy()
    {
        Assert.True(OriginPolicy.SameOrigin.Allows(Requests.Make()));
        Assert.True(OriginPolicy.Allow("https://a.example").Allows(Requests.Make()));
    }

    [Fact]
    public void Allows_RepeatedOrigin_IsRefused() =>
        Assert.False(OriginPolicy.Allow("https://a.example").Allows(Requests.Make(Requests.Get, "Origin: https://a.example|+Origin: https://a.example")));

    [Fact]
    public void Allows_AnyPolicy_PassesWhateverIsNamed() =>
        Assert.True(OriginPolicy.Any.Allows(Requests.Make(Requests.Get, "Origin: https://evil.example")));

    [Theory]
    [InlineData("a.example")]
    [InlineData("*")]
    [InlineData("https://a.example/")]
    [InlineData("https://user@a.example")]
    [InlineData("https://a.example:port")]
    [InlineData("https://a.example:")]
    [InlineData("https://")]
    [InlineData("://a.example")]
    [InlineData("1s://a.example")]
    [InlineData("https://::1")]
    public void Allow_NotAnOrigin_Throws(string origin) => Assert.Throws<ArgumentException>(() => OriginPolicy.Allow(origin));
}
