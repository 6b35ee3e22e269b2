namespace Stratus.Realtime.BrokenEdge;

/// <summary>What a gateway does wrong.</summary>
internal enum Lie
{
    /// <summary>A batch is acknowledged and not published.</summary>
    Drop,

    /// <summary>A batch is published twice.</summary>
    Double,
}
