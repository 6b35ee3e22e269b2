using System.Text.Json;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>The claims of a token as they are written: those that are known here, each of its type; others are read over.</summary>
internal sealed class TokenClaims
{
    // Later times are mistakes, such as milliseconds where seconds belong.
    private static readonly decimal LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly List<string> _audiences = [];
    private readonly List<string> _channels = [];
    private readonly List<TokenSubscription> _subscriptions = [];
    private string? _user;
    private string? _issuer;
    private string? _tokenId;
    private string? _channel;
    private DateTimeOffset? _expires;
    private DateTimeOffset? _expireAt;
    private DateTimeOffset? _notBefore;
    private DateTimeOffset? _issuedAt;
    private byte[]? _info;
    private byte[]? _meta;

    private TokenClaims()
    {
    }

    /// <summary>Of a token that says nothing.</summary>
    public static TokenClaims None { get; } = new();

    /// <summary>The claim that is not of its type, when that is what is wrong.</summary>
    public string? BadClaim { get; private set; }

    public string User => _user ?? "";

    public string? Issuer => _issuer;

    public string? TokenId => _tokenId;

    /// <summary>The channel of a subscription token; null in a connection token.</summary>
    public string? Channel => _channel;

    public DateTimeOffset? NotBefore => _notBefore;

    public DateTimeOffset? IssuedAt => _issuedAt;

    /// <summary>When what the token allows ends: expire_at, where 0 means never, else exp.</summary>
    public DateTimeOffset? ExpireAt => _expireAt is null ? _expires : _expireAt == DateTimeOffset.UnixEpoch ? null : _expireAt;

    public byte[] Info => _info ?? [];

    public byte[] Meta => _meta ?? [];

    public IReadOnlyList<string> Audiences => _audiences;

    /// <summary>Those of subs, then those of channels that are not among them.</summary>
    public IReadOnlyList<TokenSubscription> Subscriptions =>
        [.. _subscriptions.Concat(_channels.Select(static c => new TokenSubscription(c))).DistinctBy(static s => s.Channel)];

    /// <summary>Reads a payload.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenClaims claims)
    {
        claims = new TokenClaims();
        return StrictJson.TryReadText(json, claims, static (ref json, claims, name) => claims.Take(ref json, name));
    }

    /// <summary>
    /// True when the token's own time is over, or that of what it allows. RFC 7519 §4.1.4: it must not be accepted on or after exp.
    /// </summary>
    public bool IsExpired(DateTimeOffset now) => now >= _expires || now >= ExpireAt;

    private bool Take(ref StrictJson json, string name)
    {
        bool? isOfItsType = name switch
        {
            "sub" => json.TryReadString(out _user),
            "iss" => json.TryReadString(out _issuer),
            "jti" => json.TryReadString(out _tokenId),
            "aud" => json.Type == JsonTokenType.StartArray ? json.TryReadArray(_audiences, TakeText) : TakeText(ref json, _audiences),
            "exp" => TryReadTime(ref json, out _expires),
            "nbf" => TryReadTime(ref json, out _notBefore),
            "iat" => TryReadTime(ref json, out _issuedAt),
            "expire_at" => TryReadTime(ref json, out _expireAt),
            "info" => json.TryReadRaw(out _info),
            "meta" => json.TryReadRaw(out _meta),
            "channel" => json.TryReadString(out _channel),
            "channels" => json.TryReadArray(_channels, TakeText),
            "subs" => json.TryReadObject(_subscriptions, TakeSubscription),
            _ => null,
        };
        BadClaim = isOfItsType == false ? name : null;
        return isOfItsType ?? json.Skip();
    }

    // NumericDate (RFC 7519 §2): seconds, which may have a fraction.
    private static bool TryReadTime(ref StrictJson json, out DateTimeOffset? time)
    {
        bool isTime = json.TryReadNumber(out decimal seconds) && seconds >= 0 && seconds <= LastSecond;
        time = isTime ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
        return isTime;
    }

    private static bool TakeText(ref StrictJson json, List<string> texts, string name = "")
    {
        bool isText = json.TryReadString(out string? text);
        if (isText)
        {
            texts.Add(text!);
        }

        return isText;
    }

    private static bool TakeSubscription(ref StrictJson json, List<TokenSubscription> subscriptions, string channel)
    {
        SubscriptionParts parts = new();
        bool isSubscription = json.TryReadObject(parts, static (ref json, parts, name) => name switch
        {
            "info" => json.TryReadRaw(out parts.Info),
            "data" => json.TryReadRaw(out parts.Data),
            _ => json.Skip(),
        });
        subscriptions.Add(new TokenSubscription(channel) { Info = parts.Info, Data = parts.Data });
        return isSubscription;
    }

    private sealed class SubscriptionParts
    {
        public byte[]? Info;
        public byte[]? Data;
    }
}
