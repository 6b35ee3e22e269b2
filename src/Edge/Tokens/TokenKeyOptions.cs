namespace Stratus.Realtime.Edge.Tokens;

/// <summary>One key that tokens are signed with: a secret, a file with a secret, or a file with a public key.</summary>
public sealed class TokenKeyOptions
{
    /// <summary>Tokens that name a key (<c>kid</c>) are checked with the keys of that id; a key without an id serves every token.</summary>
    public string? Id { get; set; }

    /// <summary>The one algorithm that the key is for, such as HS256, RS256 or ES256.</summary>
    public string? Algorithm { get; set; }

    /// <summary>The secret of an HS algorithm, as text: at least 32, 48 or 64 octets of UTF-8 for HS256, HS384 or HS512.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds the secret of an HS algorithm; one line break at its end does not count.</summary>
    public string? SecretFile { get; set; }

    /// <summary>A PEM file that holds the public key, or a certificate with it, of an RS or ES algorithm.</summary>
    public string? PublicKeyFile { get; set; }
}
