namespace Stratus.Realtime.Protocol;

/// <summary>Which close codes may stand in a close frame (RFC 6455 §7.4.1, §7.4.2; IANA's registry up to 1014).</summary>
public static class CloseCodes
{
    // First and last code of every range that an endpoint may send.
    private static readonly (ushort First, ushort Last)[] Sendable =
    [
        (1000, 1003), // 1004 is reserved, 1005 and 1006 stand for what is absent
        (1007, 1014), // 1015 stands for a TLS failure, 1016 to 2999 are unassigned
        (3000, 4999), // libraries and applications
    ];

    /// <summary>True when <paramref name="code"/> may be sent in a close frame.</summary>
    public static bool IsSendable(int code)
    {
        foreach ((ushort first, ushort last) in Sendable)
        {
            if (code >= first && code <= last)
            {
                return true;
            }
        }

        return false;
    }
}
