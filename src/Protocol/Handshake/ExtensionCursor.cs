using System.Diagnostics.CodeAnalysis;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>Takes the words and separators of an extension list from a line, each with the white space before it.</summary>
internal ref struct ExtensionCursor(ReadOnlySpan<char> line)
{
    // No parameter of any registered extension has a value of more than two characters.
    private const int MaxQuotedChars = 256;

    private ReadOnlySpan<char> _rest = line.Trim(HttpGrammar.SpaceAndTab);

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryTake(char separator)
    {
        if (_rest.IsEmpty || _rest[0] != separator)
        {
            return false;
        }

        Skip(1);
        return true;
    }

    public bool TryTakeToken(out string token)
    {
        int length = HttpGrammar.TokenLength(_rest);
        token = _rest[..length].ToString();
        Skip(length);
        return length > 0;
    }

    // RFC 6455 §9.1: when the value is quoted, what is inside must be a token once it is unescaped.
    public bool TryTakeValue([NotNullWhen(true)] out string? value)
    {
        if (_rest.IsEmpty || _rest[0] != '"')
        {
            return TryTakeToken(out value!);
        }

        value = null;
        Span<char> content = stackalloc char[MaxQuotedChars];
        int length = 0;
        for (int i = 1; i < _rest.Length; i++)
        {
            char c = _rest[i];
            if (c == '"')
            {
                value = content[..length].ToString();
                Skip(i + 1);
                return HttpGrammar.IsToken(value);
            }

            // RFC 2616 §2.2: a quoted-pair stands for its second character.
            if (c == '\\' && ++i < _rest.Length)
            {
                c = _rest[i];
            }

            if (length == content.Length)
            {
                return false;
            }

            content[length++] = c;
        }

        return false;
    }

    private void Skip(int count) => _rest = _rest[count..].TrimStart(HttpGrammar.SpaceAndTab);
}
