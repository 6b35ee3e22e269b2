using System.Text;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>A method as <see cref="CommandTable"/> has it.</summary>
/// <param name="Method">Which.</param>
/// <param name="Name">Its name on the wire, in commands and in their replies.</param>
/// <param name="Fields">What its object may hold; other fields are skipped.</param>
internal sealed record MethodRow(CommandMethod Method, string Name, CommandField Fields)
{
    /// <summary>The name in octets.</summary>
    public byte[] Octets { get; } = Encoding.UTF8.GetBytes(Name);
}
