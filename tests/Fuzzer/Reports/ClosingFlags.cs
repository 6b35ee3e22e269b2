using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>How a connection ended, flag by flag. "Me" in a key is the fuzzer.</summary>
internal static class ClosingFlags
{
    public static IEnumerable<(string Key, string Value, string Meaning)> Of(CaseResult result)
    {
        yield return Flag("isServer", result.IsServer, "The fuzzer was the server of this connection, and the peer the client.");
        yield return Flag("closedByMe", result.ClosedByMe, "The fuzzer began the closing handshake: its close frame was the first.");
        yield return Flag("failedByMe", result.FailedByMe, "The fuzzer failed the connection, by a close frame or by dropping TCP at once.");
        yield return Flag("droppedByMe", result.DroppedByMe, "The fuzzer dropped the TCP connection.");
        yield return Flag("wasClean", result.WasClean, "Close frames went both ways, and then the server dropped TCP, as is its duty.");
        yield return ("wasNotCleanReason", result.WasNotCleanReason ?? "–", "If the close was not clean: what happened instead.");
        yield return Flag("wasServerConnectionDropTimeout", result.WasServerConnectionDropTimeout, "The peer is the server and did not drop TCP in time after the closing handshake.");
        yield return Flag("wasOpenHandshakeTimeout", result.WasOpenHandshakeTimeout, "The opening handshake was not finished in time.");
        yield return Flag("wasCloseHandshakeTimeout", result.WasCloseHandshakeTimeout, "The peer did not answer the fuzzer's close frame in time.");
        yield return ("localCloseCode", Code(result.LocalCloseCode), "The code in the close frame that the fuzzer sent, if it sent one.");
        yield return ("localCloseReason", result.LocalCloseReason ?? "–", "The reason in that frame.");
        yield return ("remoteCloseCode", Code(result.RemoteCloseCode), "The code in the close frame that the peer sent, if it sent one.");
        yield return ("remoteCloseReason", result.RemoteCloseReason ?? "–", "The reason in that frame.");
    }

    private static (string, string, string) Flag(string key, bool value, string meaning) => (key, value ? "true" : "false", meaning);

    private static string Code(int? code) => code is int number ? CloseCodeNames.Describe(number) : "–";
}
