using System.Text;

namespace Stratus.Realtime.Channels.Tests.Hosts;

/// <summary>Payloads of tests: JSON strings.</summary>
internal static class Text
{
    /// <summary>A request whose payload is a JSON string.</summary>
    public static PublishRequest Request(string text) => new(Encoding.UTF8.GetBytes($"\"{text}\""));

    /// <summary>A request whose payload has so many octets.</summary>
    public static PublishRequest OfOctets(int octets) => Request(new string('x', octets - 2));

    /// <summary>The string in a payload.</summary>
    public static string Of(Publication publication) => Encoding.UTF8.GetString(publication.Data.Span)[1..^1];
}
