namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// Fields that are comma lists of tokens, over one or more lines (RFC 9110 §5.6.1). Empty elements are
/// tolerated, as §5.6.1.2 asks of recipients.
/// </summary>
internal static class TokenList
{
    private const int MaxTokens = 32;

    /// <summary>Whether the list names the token, without regard to case; elements that are no tokens do not match.</summary>
    public static bool Contains(HeaderFields headers, string name, string token)
    {
        foreach (HeaderField line in headers)
        {
            if (!line.Is(name))
            {
                continue;
            }

            ReadOnlySpan<char> value = line.Value;
            foreach (Range element in value.Split(','))
            {
                if (value[element].Trim(HttpGrammar.SpaceAndTab).Equals(token, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Reads the list. False: an element is no token, there are too many, or the field came without any.</summary>
    public static bool TryRead(HeaderFields headers, string name, out List<string> tokens)
    {
        tokens = [];
        bool present = false;
        foreach (HeaderField line in headers)
        {
            if (!line.Is(name))
            {
                continue;
            }

            present = true;
            ReadOnlySpan<char> value = line.Value;
            foreach (Range element in value.Split(','))
            {
                ReadOnlySpan<char> token = value[element].Trim(HttpGrammar.SpaceAndTab);
                if (token.IsEmpty)
                {
                    continue;
                }

                if (!HttpGrammar.IsToken(token) || tokens.Count == MaxTokens)
                {
                    return false;
                }

                tokens.Add(token.ToString());
            }
        }

        return !present || tokens.Count > 0;
    }
}
