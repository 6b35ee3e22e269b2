namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>A handle on the line of <see cref="JsonLines"/> that is being written.</summary>
/// <param name="lines">The lines.</param>
internal readonly struct LinesOutput(JsonLines lines) : IJsonOutput
{
    private const int LongestInteger = 20;

    public byte Last => lines.Last;

    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(lines.Room(octets.Length));
        lines.Advance(octets.Length);
    }

    public void AppendText(string text)
    {
        int octets = JsonText.Count(text);
        lines.Advance(JsonText.Write(text, lines.Room(octets)));
    }

    public void AppendInteger(long integer)
    {
        integer.TryFormat(lines.Room(LongestInteger), out int written);
        lines.Advance(written);
    }
}
