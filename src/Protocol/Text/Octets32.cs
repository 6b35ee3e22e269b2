using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Stratus.Realtime.Protocol.Text;

/// <summary>Thirty-two octets: AVX2.</summary>
internal readonly struct Octets32(Vector256<byte> octets) : IOctets<Octets32>
{
    private readonly Vector256<byte> _octets = octets;

    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => Vector256<byte>.Count;

    public bool IsAscii => _octets.ExtractMostSignificantBits() == 0;

    public bool IsZero => _octets == Vector256<byte>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator &(Octets32 left, Octets32 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator |(Octets32 left, Octets32 right) => new(left._octets | right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator ^(Octets32 left, Octets32 right) => new(left._octets ^ right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator >>>(Octets32 octets, int bits) => new(octets._octets >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 Load(ref byte source) => new(Vector256.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 Repeat(Vector128<byte> octets) => new(Vector256.Create(octets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 LookUp(Octets32 table, Octets32 indexes) => new(Avx2.Shuffle(table._octets, indexes._octets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 Delay(Octets32 octets, byte places) =>
        new(Vector256.Shuffle(octets._octets, Vector256<byte>.Indices - Vector256.Create(places)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 SubtractSaturate(Octets32 left, Octets32 right) =>
        new(Vector256.SubtractSaturate(left._octets, right._octets));
}
