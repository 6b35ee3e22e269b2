using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Stratus.Realtime.Protocol.Text;

/// <summary>Sixteen octets: SSSE3, or AdvSimd.</summary>
internal readonly struct Octets16(Vector128<byte> octets) : IOctets<Octets16>
{
    private readonly Vector128<byte> _octets = octets;

    public static bool IsSupported => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    public static int Count => Vector128<byte>.Count;

    public bool IsAscii => _octets.ExtractMostSignificantBits() == 0;

    public bool IsZero => _octets == Vector128<byte>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 operator &(Octets16 left, Octets16 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 operator |(Octets16 left, Octets16 right) => new(left._octets | right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 operator ^(Octets16 left, Octets16 right) => new(left._octets ^ right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 operator >>>(Octets16 octets, int bits) => new(octets._octets >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 Load(ref byte source) => new(Vector128.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 Repeat(Vector128<byte> octets) => new(octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 LookUp(Octets16 table, Octets16 indexes) => new(Vector128.ShuffleNative(table._octets, indexes._octets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 Delay(Octets16 octets, byte places) =>
        new(Vector128.Shuffle(octets._octets, Vector128<byte>.Indices - Vector128.Create(places)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets16 SubtractSaturate(Octets16 left, Octets16 right) =>
        new(Vector128.SubtractSaturate(left._octets, right._octets));
}
