using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.Edge.Api;

/// <summary>
/// Keys, as hashes: all of equal length, so that comparing takes the same time whatever was given, however long it is and
/// whichever key it nearly is.
/// </summary>
internal sealed class KeyHashes(IEnumerable<string?> keys)
{
    private readonly byte[][] _hashes = [.. keys.Where(static key => !string.IsNullOrEmpty(key)).Select(static key => Hash(key!))];

    public bool IsEmpty => _hashes.Length == 0;

    public bool Contains(string? given)
    {
        byte[] hash = Hash(given ?? "");
        bool isFound = false;
        foreach (byte[] key in _hashes)
        {
            isFound |= CryptographicOperations.FixedTimeEquals(key, hash);
        }

        return isFound;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
