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

    // Text and integers leave Last as it is: they stand behind a quote or a colon and end in nothing that it is asked for.
    public void AppendText(string text) => Octets += JsonText.Count(text);

    public void AppendInteger(long integer)
    {
        Span<byte> digits = stackalloc byte[20];
        integer.TryFormat(digits, out int written);
        Octets += written;
    }
}
