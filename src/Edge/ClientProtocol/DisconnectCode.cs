using System.Diagnostics.CodeAnalysis;
using System.Text;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Why a connection is ended: the code and the reason of its close frame. SDKs reconnect on an empty reason whatever the
/// code, and read a reason that is JSON as advice: so no reason here is empty or JSON.
/// </summary>
internal sealed record DisconnectCode
{
    /// <summary>What a close frame has room for behind its code (RFC 6455 §5.5.1).</summary>
    public const int MaxReasonOctets = 123;

    private DisconnectCode(int code, string reason) => (Code, Reason) = (code, reason);

    public static DisconnectCode Shutdown { get; } = new(3001, "shutdown");

    public static DisconnectCode InternalServerError { get; } = new(3004, "internal server error");

    public static DisconnectCode ConnectionExpired { get; } = new(3005, "connection expired");

    public static DisconnectCode SubscriptionExpired { get; } = new(3006, "subscription expired");

    public static DisconnectCode Slow { get; } = new(3008, "slow");

    public static DisconnectCode InsufficientState { get; } = new(3010, "insufficient state");

    public static DisconnectCode NoPong { get; } = new(3012, "no pong");

    public static DisconnectCode TooManyRequests { get; } = new(3013, "too many requests");

    public static DisconnectCode InvalidToken { get; } = new(3500, "invalid token");

    public static DisconnectCode BadRequest { get; } = new(3501, "bad request");

    public static DisconnectCode Stale { get; } = new(3502, "stale");

    public static DisconnectCode ForceDisconnect { get; } = new(3503, "force disconnect");

    public static DisconnectCode ConnectionLimit { get; } = new(3504, "connection limit");

    public static DisconnectCode ChannelLimit { get; } = new(3505, "channel limit");

    public static DisconnectCode InappropriateProtocol { get; } = new(3506, "inappropriate protocol");

    /// <summary>All that this server uses of itself, by code.</summary>
    public static IReadOnlyList<DisconnectCode> All { get; } =
    [
        Shutdown, InternalServerError, ConnectionExpired, SubscriptionExpired, Slow, InsufficientState, NoPong, TooManyRequests,
        InvalidToken, BadRequest, Stale, ForceDisconnect, ConnectionLimit, ChannelLimit, InappropriateProtocol,
    ];

    public int Code { get; }

    public string Reason { get; }

    /// <summary>True when the SDK comes back: it decides by the code alone.</summary>
    public bool Reconnects => Code is (>= 3000 and <= 3499) or (>= 4000 and <= 4499);

    /// <summary>One that an application chose: any code from 3000 to 4999, with a reason that SDKs take for a reason.</summary>
    public static bool TryCreate(int code, string reason, [NotNullWhen(true)] out DisconnectCode? disconnect)
    {
        byte[] octets = Encoding.UTF8.GetBytes(reason);
        bool isValid = code is >= 3000 and <= 4999 && octets.Length is > 0 and <= MaxReasonOctets && !RawJson.IsWellFormed(octets);
        disconnect = isValid ? new DisconnectCode(code, reason) : null;
        return isValid;
    }

    /// <summary>The same code, its reason followed by what was wrong, as far as a close frame has room for both.</summary>
    public DisconnectCode Because(string detail)
    {
        string reason = $"{Reason}: {detail}";
        return Encoding.UTF8.GetByteCount(reason) <= MaxReasonOctets ? new DisconnectCode(Code, reason) : this;
    }

    /// <summary>As the engine sends it.</summary>
    public CloseStatus ToCloseStatus() => new((CloseCode)Code, Reason);
}
