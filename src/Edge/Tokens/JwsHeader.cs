namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// What matters of a JOSE header (RFC 7515 §4). Keys and addresses of keys in it (jwk, jku, x5c, x5u) are read over: a token
/// does not bring its own key.
/// </summary>
internal sealed class JwsHeader
{
    private JwsHeader()
    {
    }

    public string? Algorithm { get; private set; }

    public string? KeyId { get; private set; }

    /// <summary>True when there are extensions that must be understood; none are.</summary>
    public bool IsCritical { get; private set; }

    public static bool TryRead(ReadOnlySpan<byte> json, out JwsHeader header)
    {
        header = new JwsHeader();
        return StrictJson.TryReadText(json, header, ReadMember);
    }

    private static bool ReadMember(ref StrictJson json, JwsHeader header, string name)
    {
        switch (name)
        {
            case "alg":
                bool hasAlgorithm = json.TryReadString(out string? algorithm);
                header.Algorithm = algorithm;
                return hasAlgorithm;
            case "kid":
                bool hasKeyId = json.TryReadString(out string? keyId);
                header.KeyId = keyId;
                return hasKeyId;
            case "crit":
            case "b64": // RFC 7797: means nothing without crit, and is not to be read over
                header.IsCritical = true;
                return json.Skip();
            default:
                return json.Skip();
        }
    }
}
