using System.Globalization;

namespace Stratus.Realtime.Load.Running;

/// <summary>A channel, and who has to do with it.</summary>
internal sealed class Channel(uint number, string prefix, int publishers)
{
    public uint Number => number;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{prefix}c{number:D5}");

    public int Publishers => publishers;

    /// <summary>Subscribers that read.</summary>
    public int Readers { get; set; }
}
