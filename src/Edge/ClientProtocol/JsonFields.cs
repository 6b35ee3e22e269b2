namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// The parts that messages are made of. Commas come by themselves: one is due unless something has just been opened, and no
/// JSON value ends like that. Fields that are zero, false, "" or empty are left out, which means the same, but for those
/// written with <see cref="Text"/> and <see cref="Integer"/>.
/// </summary>
internal static class JsonFields
{
    public static void Name<T>(ref this T output, ReadOnlySpan<byte> name)
        where T : struct, IJsonOutput
    {
        output.Comma();
        output.Append("\""u8);
        output.Append(name);
        output.Append("\":"u8);
    }

    /// <summary>A name that is data.</summary>
    public static void Name<T>(ref this T output, string name)
        where T : struct, IJsonOutput
    {
        output.Comma();
        output.Quoted(name);
        output.Append(":"u8);
    }

    public static void Open<T>(ref this T output, ReadOnlySpan<byte> name)
        where T : struct, IJsonOutput
    {
        output.Name(name);
        output.Append("{"u8);
    }

    public static void Open<T>(ref this T output, string name)
        where T : struct, IJsonOutput
    {
        output.Name(name);
        output.Append("{"u8);
    }

    public static void Close<T>(ref this T output)
        where T : struct, IJsonOutput => output.Append("}"u8);

    /// <summary>What separates the items of an array.</summary>
    public static void Comma<T>(ref this T output)
        where T : struct, IJsonOutput
    {
        if (output.Last is not ((byte)'{' or (byte)'['))
        {
            output.Append(","u8);
        }
    }

    /// <summary>A string, where a value stands.</summary>
    public static void Quoted<T>(ref this T output, string text)
        where T : struct, IJsonOutput
    {
        output.Append("\""u8);
        output.AppendText(text);
        output.Append("\""u8);
    }

    /// <summary>A string that must be there, "" too.</summary>
    public static void Text<T>(ref this T output, ReadOnlySpan<byte> name, string text)
        where T : struct, IJsonOutput
    {
        output.Name(name);
        output.Quoted(text);
    }

    public static void OptionalText<T>(ref this T output, ReadOnlySpan<byte> name, string text)
        where T : struct, IJsonOutput
    {
        if (text.Length != 0)
        {
            output.Text(name, text);
        }
    }

    /// <summary>A number that must be there, 0 too.</summary>
    public static void Integer<T>(ref this T output, ReadOnlySpan<byte> name, long integer)
        where T : struct, IJsonOutput
    {
        output.Name(name);
        output.AppendInteger(integer);
    }

    public static void OptionalInteger<T>(ref this T output, ReadOnlySpan<byte> name, long integer)
        where T : struct, IJsonOutput
    {
        if (integer != 0)
        {
            output.Integer(name, integer);
        }
    }

    public static void OptionalFlag<T>(ref this T output, ReadOnlySpan<byte> name, bool flag)
        where T : struct, IJsonOutput
    {
        if (flag)
        {
            output.Name(name);
            output.Append("true"u8);
        }
    }

    /// <summary>A JSON value as it is; an empty one is absent.</summary>
    public static void OptionalPayload<T>(ref this T output, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> payload)
        where T : struct, IJsonOutput
    {
        if (!payload.IsEmpty)
        {
            output.Name(name);
            output.Append(payload.Span);
        }
    }

    /// <summary><c>expires</c> and <c>ttl</c>. With the first the second is always there: the JS SDK computes with it, Python's demands it.</summary>
    public static void OptionalExpiry<T>(ref this T output, int? ttlSeconds)
        where T : struct, IJsonOutput
    {
        if (ttlSeconds is { } ttl)
        {
            output.OptionalFlag("expires"u8, true);
            output.Integer("ttl"u8, ttl);
        }
    }
}
