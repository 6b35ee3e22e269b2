namespace Stratus.Realtime.Protocol;

/// <summary>What the engine wants from its transport next.</summary>
public enum ReceiveStatus : byte
{
    /// <summary>All input was taken; go on reading.</summary>
    NeedMore,

    /// <summary>The output is full; drain it, then call again with the input that was not consumed.</summary>
    OutputFull,

    /// <summary>Flush what is in the output, then drop TCP. All input was taken.</summary>
    Ended,
}
