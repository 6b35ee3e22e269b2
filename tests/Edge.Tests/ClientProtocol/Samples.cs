using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Publications and clients to write.</summary>
internal static class Samples
{
    /// <summary>What a JSON string must escape, and what it need not.</summary>
    public const string Nasty = "q\"b\\n\n\0é😀\u2028";

    public static readonly ClientInfo Alice = new("alice", "c-1") { ConnectionInfo = Octets("""{"name":"Al"}"""), ChannelInfo = Octets("0") };

    public static readonly ClientInfo Anonymous = new("", "c-2");

    public static readonly Publication Plain = new() { Data = Octets("1") };

    public static readonly Publication Full = new()
    {
        Data = Octets("""{ "a" : "\u0041" }"""),
        Offset = long.MaxValue,
        Info = Alice,
        Tags = new Dictionary<string, string> { ["t"] = "v", [Nasty] = Nasty },
        TimeMilliseconds = 1_700_000_000_000,
    };

    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);
}
