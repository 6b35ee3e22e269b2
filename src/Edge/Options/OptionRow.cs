using System.Globalization;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Options;

/// <summary>One row of the option table.</summary>
/// <param name="Key">The whole configuration key.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Min">The least value: a number, or milliseconds for a duration.</param>
/// <param name="Max">The greatest value, likewise.</param>
/// <param name="Meaning">What it decides, with its unit.</param>
public sealed record OptionRow(string Key, OptionKind Kind, long Min, long Max, string Meaning)
{
    /// <summary>What a valid value is, in words.</summary>
    public string Range => Kind switch
    {
        OptionKind.Number => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Min} to {Max}"),
        OptionKind.Duration => $"a duration from {TimeSpan.FromMilliseconds(Min):c} to {TimeSpan.FromMilliseconds(Max):c}",
        OptionKind.Switch => "true or false",
        _ => "an origin such as https://chat.example",
    };

    /// <summary>True when <paramref name="value"/> is written as it should be and within the range.</summary>
    public bool Accepts(string value) => Kind switch
    {
        OptionKind.Number => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= Min && number <= Max,
        OptionKind.Duration => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan duration)
            && duration >= TimeSpan.FromMilliseconds(Min) && duration <= TimeSpan.FromMilliseconds(Max),
        OptionKind.Switch => bool.TryParse(value, out _),
        _ => OriginPolicy.IsOrigin(value),
    };
}
