using System.Globalization;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>What the close codes of RFC 6455 §7.4.1 and its registry mean, in short.</summary>
internal static class CloseCodeNames
{
    public static string Describe(int code)
    {
        string number = code.ToString(CultureInfo.InvariantCulture);
        return Meaning(code) is string meaning ? $"{number} ({meaning})" : number;
    }

    private static string? Meaning(int code) => code switch
    {
        1000 => "normal closure",
        1001 => "going away",
        1002 => "protocol error",
        1003 => "unsupported data",
        1005 => "no code received",
        1006 => "abnormal closure",
        1007 => "invalid payload data",
        1008 => "policy violation",
        1009 => "message too big",
        1010 => "extension missing",
        1011 => "internal error",
        1012 => "service restart",
        1013 => "try again later",
        1014 => "bad gateway",
        1015 => "TLS handshake failure",
        >= 3000 and < 4000 => "registered by a library",
        >= 4000 and < 5000 => "private use",
        _ => null,
    };
}
