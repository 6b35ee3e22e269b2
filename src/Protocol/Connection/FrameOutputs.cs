namespace Stratus.Realtime.Protocol;

/// <summary>What outputs have in common.</summary>
public static class FrameOutputs
{
    private const int StepOctets = 32 << 10;

    /// <summary>Copies octets to the output in steps, for outputs that cannot take them in another way (<see cref="IFrameOutput.Write"/>).</summary>
    /// <typeparam name="TOutput">The output.</typeparam>
    /// <param name="output">Where they go.</param>
    /// <param name="octets">What is copied.</param>
    public static void Copy<TOutput>(TOutput output, ReadOnlySpan<byte> octets)
        where TOutput : struct, IFrameOutput
    {
        while (!octets.IsEmpty)
        {
            int count = Math.Min(octets.Length, StepOctets);
            octets[..count].CopyTo(output.GetSpan(count));
            output.Advance(count);
            octets = octets[count..];
        }
    }
}
