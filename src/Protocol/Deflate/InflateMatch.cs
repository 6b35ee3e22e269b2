namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>A match whose octets are still to be copied (RFC 1951 §3.2.3); none if the length is 0.</summary>
internal struct InflateMatch(int distance, int length)
{
    public readonly int Distance = distance;
    public int Length = length;
}
