namespace Stratus.Realtime.Load.Measuring;

/// <summary>What the sequence number of a message says.</summary>
public enum Arrival : byte
{
    /// <summary>The next one, or one after a gap.</summary>
    InOrder,

    /// <summary>One that a later one had overtaken.</summary>
    Late,

    /// <summary>One that had been there already, or is later than is remembered.</summary>
    Doubled,
}
