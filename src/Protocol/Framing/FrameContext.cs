namespace Stratus.Realtime.Protocol.Framing;

/// <summary>What the rules of a frame header depend on.</summary>
/// <param name="ExpectMasked">True for a server: the peer's frames must be masked.</param>
/// <param name="DeflateNegotiated">True when permessage-deflate gives RSV1 a meaning.</param>
/// <param name="MessageOpen">True between the first and the last frame of a fragmented message.</param>
internal readonly record struct FrameContext(bool ExpectMasked, bool DeflateNegotiated, bool MessageOpen);
