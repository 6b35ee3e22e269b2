namespace Stratus.Realtime.Protocol;

/// <summary>Which end of the connection the engine is (RFC 6455 §1.1).</summary>
public enum WebSocketRole : byte
{
    /// <summary>Receives masked frames, sends unmasked ones, drops TCP first.</summary>
    Server,

    /// <summary>Receives unmasked frames, sends masked ones, waits for the server to drop TCP.</summary>
    Client,
}
