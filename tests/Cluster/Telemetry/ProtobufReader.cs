using System.Text;

namespace Stratus.Realtime.Cluster.Telemetry;

/// <summary>Reads the fields of a Protocol Buffers message, one after another.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Octets = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where that is a number of variable length.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its value, where that is octets, text or a message.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Value);

    /// <summary>The value as octets that a person may read.</summary>
    public readonly string Hex => Convert.ToHexStringLower(Value);

    /// <summary>Goes on to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = TakeNumber();
        Field = (int)(tag >> 3);
        Number = 0;
        Value = default;
        switch ((int)(tag & 7))
        {
            case Varint:
                Number = TakeNumber();
                break;
            case Octets:
                Value = Take((int)TakeNumber());
                break;
            case Fixed64:
                Value = Take(8);
                break;
            case Fixed32:
                Value = Take(4);
                break;
            default:
                throw new FormatException($"Not a wire type: {tag & 7}.");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int octets)
    {
        ReadOnlySpan<byte> taken = _rest[..octets];
        _rest = _rest[octets..];
        return taken;
    }

    private ulong TakeNumber()
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte octet = Take(1)[0];
            number |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
            {
                return number;
            }
        }
    }
}
