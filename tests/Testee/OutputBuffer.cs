namespace Stratus.Realtime.Testee;

/// <summary>The frames that the engine has made and the socket has not been given yet.</summary>
internal sealed class OutputBuffer
{
    private const int FullOctets = 128 << 10;
    private const int KeptOctets = 1 << 20;

    private byte[] _octets = new byte[4096];
    private int _length;

    public bool IsFull => _length >= FullOctets;

    public ReadOnlyMemory<byte> Octets => _octets.AsMemory(0, _length);

    public Span<byte> GetSpan(int minimumOctets)
    {
        if (_octets.Length - _length < minimumOctets)
        {
            Array.Resize(ref _octets, Math.Max(_length + minimumOctets, 2 * _octets.Length));
        }

        return _octets.AsSpan(_length);
    }

    public void Advance(int octets) => _length += octets;

    /// <summary>The octets have been sent; memory that one large message took is given back.</summary>
    public void Clear()
    {
        _length = 0;
        if (_octets.Length > KeptOctets)
        {
            _octets = new byte[4096];
        }
    }
}
