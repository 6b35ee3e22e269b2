using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>
/// What is sent, and must come back: a marker and a filling. Compressed messages have several fillings in turn, more than a window
/// holds: else all that a message says would have been said by the one before it.
/// </summary>
internal sealed class EchoMessage
{
    // A power of two.
    private const int DeflatedFillings = 64;

    private readonly byte[][] _fillings;
    private readonly MessageTemplate[] _templates;

    public EchoMessage(PayloadKind kind, int octets, uint mask, DeflateTerms? deflate = null)
    {
        Opcode = kind == PayloadKind.Binary ? Opcode.Binary : Opcode.Text;
        Octets = octets;
        Deflate = deflate;
        _fillings = [.. Enumerable.Range(0, deflate is null ? 1 : DeflatedFillings).Select(variant => Filling.Make(kind, octets - Marker.Octets, variant))];
        _templates = [.. _fillings.Select(filling => deflate is null
            ? new MessageTemplate(Opcode, [.. new byte[Marker.Octets], .. filling], 0, null, mask)
            : new MessageTemplate(Opcode, DeflatedPayload.Make(filling, deflate.WindowBits), DeflatedPayload.MarkerAt, null, mask, isCompressed: true))];
    }

    public Opcode Opcode { get; }

    /// <summary>The whole payload, not compressed.</summary>
    public int Octets { get; }

    public DeflateTerms? Deflate { get; }

    public byte[] FillingOf(uint sequence) => _fillings[sequence & (uint)(_fillings.Length - 1)];

    public MessageTemplate TemplateOf(uint sequence) => _templates[sequence & (uint)(_templates.Length - 1)];
}
