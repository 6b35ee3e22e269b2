using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>A verifier with the secret of <see cref="TokenMaker"/> as its one key, and more settings.</summary>
internal static class TestVerifier
{
    /// <summary>The time of the tests, 2023-11-14, in seconds since 1970.</summary>
    public const long Seconds = 1_700_000_000;

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public static TokenVerifier Instance { get; } = Make();

    public static TokenVerifier Make(params (string Key, string Value)[] settings) =>
        new(new TokenKeys(Configuration([("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", TokenMaker.Secret), .. settings]), TimeProvider.System, NullLogger<TokenKeys>.Instance));

    /// <summary>A configuration of these keys of the section.</summary>
    public static IConfigurationRoot Configuration(params (string Key, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create($"{TokenOptions.Section}:{s.Key}", s.Value)))
        .Build();

    /// <summary>The claims of a token that must be valid.</summary>
    public static ConnectionClaims Connection(string payload) =>
        Assert.IsType<TokenResult<ConnectionClaims>.Valid>(Instance.VerifyConnection(TokenMaker.Sign(payload), Now)).Claims;

    /// <summary>What is wrong with a token that must not be valid.</summary>
    public static TokenResult<ConnectionClaims>.Invalid ConnectionFault(string payload) =>
        Assert.IsType<TokenResult<ConnectionClaims>.Invalid>(Instance.VerifyConnection(TokenMaker.Sign(payload), Now));

    public static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);
}
