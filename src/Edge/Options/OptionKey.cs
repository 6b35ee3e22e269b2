using System.Globalization;

namespace Stratus.Realtime.Edge.Options;

/// <summary>
/// The configuration key of an option, or of many alike: <c>&lt;n&gt;</c> stands for the place in a list,
/// <c>&lt;name&gt;</c> for any name.
/// </summary>
/// <param name="text">The key, its parts separated by colons.</param>
public sealed class OptionKey(string text)
{
    /// <summary>Stands for the place in a list.</summary>
    public const string AnyPlace = "<n>";

    /// <summary>Stands for any name.</summary>
    public const string AnyName = "<name>";

    private readonly string[] _parts = text.Split(':');

    /// <summary>True for a key that is <paramref name="path"/>, in whatever case.</summary>
    public bool Is(string path) => Begins(path, out int parts) && parts == _parts.Length;

    /// <summary>True for a key in the section, or list, that is <paramref name="path"/>.</summary>
    public bool IsIn(string path) => Begins(path, out int parts) && parts < _parts.Length;

    /// <summary>The key with the places and names that <paramref name="path"/> has where this one has any.</summary>
    public string Like(string path)
    {
        string[] parts = path.Split(':');
        return string.Join(':', _parts.Select((own, i) => own is AnyPlace or AnyName && i < parts.Length && IsPart(own, parts[i]) ? parts[i] : own));
    }

    /// <inheritdoc/>
    public override string ToString() => text;

    private static bool IsPart(string own, string part) => own switch
    {
        AnyPlace => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        AnyName => true,
        _ => string.Equals(own, part, StringComparison.OrdinalIgnoreCase),
    };

    private bool Begins(string path, out int parts)
    {
        string[] others = path.Split(':');
        parts = others.Length;
        return parts <= _parts.Length && others.Zip(_parts).All(static pair => IsPart(pair.Second, pair.First));
    }
}
