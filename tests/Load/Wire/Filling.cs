using System.Text;

namespace Stratus.Realtime.Load.Wire;

/// <summary>The payload behind the marker.</summary>
internal static class Filling
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>Letters: text, and a JSON string that needs no escapes.</summary>
    public static byte[] Text(int octets) => Encoding.ASCII.GetBytes(new Random(octets).GetItems<char>(Letters, octets));

    /// <summary>Any octets.</summary>
    public static byte[] Binary(int octets)
    {
        byte[] filling = new byte[octets];
        new Random(octets).NextBytes(filling);
        return filling;
    }
}
