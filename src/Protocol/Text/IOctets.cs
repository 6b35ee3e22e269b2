using System.Runtime.Intrinsics;

namespace Stratus.Realtime.Protocol.Text;

/// <summary>A vector of octets, of one width: what <see cref="Utf8Blocks{TOctets}"/> needs of it.</summary>
internal interface IOctets<TSelf>
    where TSelf : struct, IOctets<TSelf>
{
    /// <summary>True where the machine has such vectors, and looks tables up in them.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Octets in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>True when no octet has its highest bit set.</summary>
    bool IsAscii { get; }

    /// <summary>True when all octets are 0.</summary>
    bool IsZero { get; }

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>Each octet shifted, zeros come in.</summary>
    static abstract TSelf operator >>>(TSelf octets, int bits);

    /// <summary>The octets from there on.</summary>
    static abstract TSelf Load(ref byte source);

    /// <summary>The sixteen octets, over and over.</summary>
    static abstract TSelf Repeat(Vector128<byte> octets);

    /// <summary>For each index, 0 to 15, its octet of the table, which is sixteen octets repeated.</summary>
    static abstract TSelf LookUp(TSelf table, TSelf indexes);

    /// <summary>The octets that many places further on; zeros come in.</summary>
    static abstract TSelf Delay(TSelf octets, byte places);

    /// <summary>Their differences, or 0 where they would be negative.</summary>
    static abstract TSelf SubtractSaturate(TSelf left, TSelf right);
}
