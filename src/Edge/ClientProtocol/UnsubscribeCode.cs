namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Why the server ended a subscription. From 2500 on the SDK subscribes again, and recovers.</summary>
internal sealed record UnsubscribeCode
{
    private UnsubscribeCode(int code, string reason) => (Code, Reason) = (code, reason);

    public static UnsubscribeCode Server { get; } = new(2000, "server unsubscribe");

    public static UnsubscribeCode InsufficientState { get; } = new(2500, "insufficient state");

    public static UnsubscribeCode Expired { get; } = new(2501, "expired");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<UnsubscribeCode> All { get; } = [Server, InsufficientState, Expired];

    public int Code { get; }

    public string Reason { get; }
}
