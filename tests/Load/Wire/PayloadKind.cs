namespace Stratus.Realtime.Load.Wire;

/// <summary>What messages are made of, behind the marker.</summary>
internal enum PayloadKind : byte
{
    /// <summary>Any octets, in a binary message.</summary>
    Binary,

    /// <summary>Letters and digits.</summary>
    Ascii,

    /// <summary>Words of several scripts: characters of one, two, three and four octets.</summary>
    Mixed,

    /// <summary>Records with names that repeat and values that do not: what compresses like most messages of applications.</summary>
    Json,
}
