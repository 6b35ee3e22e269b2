using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Stratus.Realtime.Protocol.Text;

/// <summary>Sixty-four octets: AVX-512, unless the runtime holds it for slow here.</summary>
internal readonly struct Octets64(Vector512<byte> octets) : IOctets<Octets64>
{
    private readonly Vector512<byte> _octets = octets;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    public static int Count => Vector512<byte>.Count;

    public bool IsAscii => _octets.ExtractMostSignificantBits() == 0;

    public bool IsZero => _octets == Vector512<byte>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator &(Octets64 left, Octets64 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator |(Octets64 left, Octets64 right) => new(left._octets | right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator ^(Octets64 left, Octets64 right) => new(left._octets ^ right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator >>>(Octets64 octets, int bits) => new(octets._octets >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 Load(ref byte source) => new(Vector512.LoadUnsafe(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 Repeat(Vector128<byte> octets) => new(Vector512.Create(octets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 LookUp(Octets64 table, Octets64 indexes) => new(Avx512BW.Shuffle(table._octets, indexes._octets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 Delay(Octets64 octets, byte places) =>
        new(Vector512.Shuffle(octets._octets, Vector512<byte>.Indices - Vector512.Create(places)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 SubtractSaturate(Octets64 left, Octets64 right) =>
        new(Vector512.SubtractSaturate(left._octets, right._octets));
}
