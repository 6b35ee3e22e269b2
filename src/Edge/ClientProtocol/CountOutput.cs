namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Counts octets and keeps none.</summary>
internal struct CountOutput : IJsonOutput
{
    public int Octets { get; private set; }

    public byte Last { get; private set; }

    public void Append(ReadOnlySpan<byte> octets)
    {
        Octets += octets.Length;
        Last = octets[^1];
    }

    // No text and no integer ends in what Last is asked for.
    public void AppendText(string text)
    {
        Octets += JsonText.Count(text);
        Last = 0;
    }

    public void AppendInteger(long integer)
    {
        Span<byte> digits = stackalloc byte[20];
        integer.TryFormat(digits, out int written);
        Octets += written;
        Last = 0;
    }
}
