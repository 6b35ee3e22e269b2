namespace Stratus.Realtime.Benchmarks;

/// <summary>What a text is written in: UTF-8 validators differ by it more than by anything else.</summary>
public enum Script
{
    Ascii,

    /// <summary>Mostly ASCII, here and there a letter of two octets.</summary>
    Accents,

    Cyrillic,
    Chinese,

    /// <summary>One to four octets a code point, changing all the time.</summary>
    Mixed,
}
