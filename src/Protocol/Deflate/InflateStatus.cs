namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>Where an inflating step stopped, and why.</summary>
internal enum InflateStatus : byte
{
    /// <summary>All input is taken and every octet that it determines has been written.</summary>
    NeedInput,

    /// <summary>There is more to write than the output had room for.</summary>
    OutputFull,

    /// <summary>The data breaks RFC 1951; everything before the fault has been written.</summary>
    Invalid,

    /// <summary>Within the inflater only: go on.</summary>
    Progress,

    /// <summary>The block, the header or the message is complete.</summary>
    Done,
}
