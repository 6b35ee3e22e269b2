namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// Which tokens (RFC 7519) are accepted: section <see cref="Section"/>. All of it is read again when the configuration
/// changes, and the files when they change.
/// </summary>
public sealed class TokenOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clients:Tokens";

    /// <summary>The keys that tokens are signed with; without any here or in <see cref="JwksFile"/> no token is accepted.</summary>
    public IList<TokenKeyOptions> Keys { get; init; } = [];

    /// <summary>A file with more keys, as a JWK set (RFC 7517 §5).</summary>
    public string? JwksFile { get; set; }

    /// <summary>Who must have issued a token (<c>iss</c>); none: anyone.</summary>
    public string? Issuer { get; set; }

    /// <summary>For whom a token must be meant (<c>aud</c>); none: anyone.</summary>
    public string? Audience { get; set; }
}
