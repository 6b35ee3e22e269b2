namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// Without context takeover a compressor or decompressor is only needed while a message passes, so it belongs to the
/// thread and not to a connection: at most one of each kind and window a thread.
/// </summary>
internal static class ThreadContexts
{
    private const int MaxWindowBits = 15;

    [ThreadStatic]
    private static Inflater?[]? _inflaters;

    [ThreadStatic]
    private static Deflater?[]? _deflaters;

    /// <summary>An inflater without history; give it back when the message is over.</summary>
    public static Inflater RentInflater(int windowBits)
    {
        Inflater?[] slots = _inflaters ??= new Inflater?[MaxWindowBits + 1];
        Inflater inflater = slots[windowBits] ?? new Inflater(windowBits);
        slots[windowBits] = null;
        return inflater;
    }

    public static void Return(Inflater inflater, int windowBits)
    {
        inflater.Reset();
        (_inflaters ??= new Inflater?[MaxWindowBits + 1])[windowBits] ??= inflater;
    }

    /// <summary>Compresses one message with this thread's deflater, which keeps nothing of it.</summary>
    public static int Deflate(ReadOnlySpan<byte> message, Span<byte> destination, int windowBits, int level)
    {
        ref Deflater? slot = ref (_deflaters ??= new Deflater?[MaxWindowBits + 1])[windowBits];
        if (slot?.Level != level || !slot.IsUsable)
        {
            slot?.Dispose();
            slot = new Deflater(windowBits, level);
        }

        return slot!.Deflate(message, destination, keepContext: false);
    }
}
