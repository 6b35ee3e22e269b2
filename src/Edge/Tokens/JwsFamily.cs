namespace Stratus.Realtime.Edge.Tokens;

/// <summary>What kind of key an algorithm takes.</summary>
internal enum JwsFamily
{
    /// <summary>A secret: HMAC (RFC 7518 §3.2).</summary>
    Hmac,

    /// <summary>An RSA key: RSASSA-PKCS1-v1_5 (RFC 7518 §3.3).</summary>
    Rsa,

    /// <summary>An elliptic curve key: ECDSA (RFC 7518 §3.4).</summary>
    Ecdsa,
}
