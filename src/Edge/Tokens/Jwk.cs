namespace Stratus.Realtime.Edge.Tokens;

/// <summary>A JSON web key as it is written (RFC 7517 §4, RFC 7518 §6): the members that matter for checking signatures.</summary>
internal sealed class Jwk
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private List<string>? _operations;

    /// <summary>True when it may check signatures, as far as <c>use</c> and <c>key_ops</c> say (RFC 7517 §4.2, §4.3).</summary>
    public bool IsForSignatures => this["use"] is null or "sig" && _operations?.Contains("verify") != false;

    /// <summary>The value of a member that is a string; null when there is none.</summary>
    public string? this[string name] => _texts.GetValueOrDefault(name);

    /// <summary>Reads a key, as an item of a set.</summary>
    public static bool TryTake(ref StrictJson json, List<Jwk> keys, string name)
    {
        Jwk key = new();
        keys.Add(key);
        return json.TryReadObject(key, static (ref json, key, name) => key.Take(ref json, name));
    }

    private bool Take(ref StrictJson json, string name)
    {
        switch (name)
        {
            case "kty" or "use" or "alg" or "kid" or "crv" or "x" or "y" or "n" or "e" or "k":
                bool isText = json.TryReadString(out string? text);
                _texts[name] = text ?? "";
                return isText;
            case "key_ops":
                return json.TryReadArray(_operations = [], TakeOperation);
            default:
                return json.Skip();
        }
    }

    private static bool TakeOperation(ref StrictJson json, List<string> operations, string name)
    {
        bool isText = json.TryReadString(out string? operation);
        operations.Add(operation ?? "");
        return isText;
    }
}
