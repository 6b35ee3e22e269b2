using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// The header lines of a message, in order and with duplicates kept: whether a field came once, twice or as
/// one comma list is exactly what the handshake rules are about. Immutable; also the target of a collection expression.
/// </summary>
[CollectionBuilder(typeof(HeaderFields), nameof(Create))]
public sealed class HeaderFields
{
    private readonly HeaderField[] _lines;

    private HeaderFields(HeaderField[] lines) => _lines = lines;

    /// <summary>No header lines.</summary>
    public static HeaderFields Empty { get; } = new([]);

    /// <summary>The number of header lines.</summary>
    public int Count => _lines.Length;

    /// <summary>The header line at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public HeaderField this[int index] => _lines[index];

    /// <summary>Copies header lines.</summary>
    /// <param name="lines">The lines, in the order of the wire.</param>
    /// <returns>The lines as a value.</returns>
    public static HeaderFields Create(ReadOnlySpan<HeaderField> lines) => lines.IsEmpty ? Empty : new(lines.ToArray());

    /// <summary>Takes header lines from name and value pairs; a repeated name is a repeated line.</summary>
    /// <param name="pairs">The pairs, in the order of the wire.</param>
    /// <returns>The lines as a value.</returns>
    public static HeaderFields From(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new([.. pairs.Select(static pair => new HeaderField(pair.Key, pair.Value))]);

    /// <summary>Takes header lines from a dictionary of names with several values each, as HTTP servers keep them.</summary>
    /// <typeparam name="TValues">The values of one name, one a header line; null values are left out.</typeparam>
    /// <param name="dictionary">The names with their values.</param>
    /// <returns>The lines as a value.</returns>
    public static HeaderFields From<TValues>(IEnumerable<KeyValuePair<string, TValues>> dictionary)
        where TValues : IEnumerable<string?>
    {
        List<HeaderField> lines = [];
        foreach ((string name, TValues values) in dictionary)
        {
            foreach (string? value in values)
            {
                if (value is not null)
                {
                    lines.Add(new HeaderField(name, value));
                }
            }
        }

        return new([.. lines]);
    }

    /// <summary>Whether any line carries the named field.</summary>
    /// <param name="name">The field name.</param>
    /// <returns>True when there is at least one.</returns>
    public bool Contains(string name)
    {
        foreach (HeaderField line in _lines)
        {
            if (line.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of a field that must come in exactly one line.</summary>
    /// <param name="name">The field name.</param>
    /// <param name="value">The value without surrounding white space; empty unless found once.</param>
    /// <returns>False when there is no such line, or more than one.</returns>
    public bool TryGetOnly(string name, out string value)
    {
        value = "";
        bool found = false;
        foreach (HeaderField line in _lines)
        {
            if (!line.Is(name))
            {
                continue;
            }

            if (found)
            {
                value = "";
                return false;
            }

            value = line.Value.Trim(HttpGrammar.SpaceAndTab);
            found = true;
        }

        return found;
    }

    /// <summary>Enumerates the lines, in the order of the wire.</summary>
    /// <returns>The enumerator.</returns>
    public ReadOnlySpan<HeaderField>.Enumerator GetEnumerator() => new ReadOnlySpan<HeaderField>(_lines).GetEnumerator();
}
