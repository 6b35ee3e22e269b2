namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Fills an array that is just large enough.</summary>
/// <param name="array">The array.</param>
/// <param name="start">Where to begin.</param>
internal struct ArrayOutput(byte[] array, int start) : IJsonOutput
{
    private int _written = start;

    public readonly byte Last => array[_written - 1];

    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(array.AsSpan(_written));
        _written += octets.Length;
    }

    public void AppendText(string text) => _written += JsonText.Write(text, array.AsSpan(_written));

    public void AppendInteger(long integer)
    {
        integer.TryFormat(array.AsSpan(_written), out int written);
        _written += written;
    }
}
