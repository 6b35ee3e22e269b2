namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Where JSON goes. The same code runs over all of them, so that what counts a text and what fills an array of that size
/// cannot differ.
/// </summary>
internal interface IJsonOutput
{
    /// <summary>The last octet, which says whether a comma must come before what follows.</summary>
    byte Last { get; }

    /// <summary>Appends octets as they are; at least one.</summary>
    void Append(ReadOnlySpan<byte> octets);

    /// <summary>Appends the inside of a string.</summary>
    void AppendText(string text);

    /// <summary>Appends an integer.</summary>
    void AppendInteger(long integer);
}
