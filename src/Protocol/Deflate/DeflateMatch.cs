namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>Octets that have been before; of length 0 where there is nothing worth a match.</summary>
internal readonly record struct DeflateMatch(int Length, int Distance);
