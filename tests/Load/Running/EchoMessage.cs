using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>What is sent, and must come back: a marker and a filling.</summary>
internal sealed class EchoMessage
{
    public EchoMessage(Opcode opcode, int octets, uint mask)
    {
        Opcode = opcode;
        Filling = opcode == Opcode.Text ? Wire.Filling.Text(octets - Marker.Octets) : Wire.Filling.Binary(octets - Marker.Octets);
        Template = new MessageTemplate(opcode, [.. new byte[Marker.Octets], .. Filling], 0, null, mask);
    }

    public Opcode Opcode { get; }

    public byte[] Filling { get; }

    public int Octets => Marker.Octets + Filling.Length;

    public MessageTemplate Template { get; }
}
