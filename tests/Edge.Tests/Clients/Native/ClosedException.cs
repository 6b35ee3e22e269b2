namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>The edge closed the connection while something else was awaited.</summary>
internal sealed class ClosedException(int code, string reason) : Exception($"The edge closed the connection: {code} {reason}")
{
    public int Code => code;

    public string Reason => reason;
}
