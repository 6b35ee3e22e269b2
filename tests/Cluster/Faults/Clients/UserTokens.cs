using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Faults.Clients;

/// <summary>Connection tokens (RFC 7519) that do not expire.</summary>
internal static class UserTokens
{
    public static string Make(string user)
    {
        string input = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode($$"""{"sub":"{{user}}"}""")}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(ClusterSettings.TokenSecret), Encoding.ASCII.GetBytes(input));
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
