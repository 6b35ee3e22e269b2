using System.Text;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>A field as <see cref="CommandTable"/> has it.</summary>
/// <param name="Field">Which.</param>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Expected">What its value must be, for people.</param>
internal sealed record FieldRow(CommandField Field, string Name, string Expected)
{
    /// <summary>The name in octets.</summary>
    public byte[] Octets { get; } = Encoding.UTF8.GetBytes(Name);
}
