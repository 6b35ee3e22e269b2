using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Texts to measure with: made here, the same in every run.</summary>
internal static class SampleText
{
    private static readonly string[] Cities = ["Lisbon", "Oslo", "Quito", "Nairobi", "Osaka", "Tallinn", "Perth", "Halifax"];
    private static readonly string[] States = ["open", "shipped", "returned", "waiting for payment"];

    /// <summary>That many octets of UTF-8, complete code points only; the rest is spaces.</summary>
    public static byte[] Utf8(Script script, int octets)
    {
        string sentence = script switch
        {
            Script.Ascii => "The ferry leaves the harbour at seven and is back before the market closes. ",
            Script.Accents => "Die Fähre verlässt den Hafen um sieben und ist zurück, bevor der Markt schließt. Bei gutem Wetter ist drüben der Turm zu sehen. ",
            Script.Cyrillic => "Паром выходит из гавани в семь часов и возвращается до закрытия рынка. ",
            Script.Chinese => "渡船七点离开港口，在市场关门之前回来。天气好的时候可以看见对岸的灯塔。",
            _ => "Ferry № 7 → 港口 🚢, Préçis: «в семь» – ½ über 海 𝄞 ok! ",
        };
        byte[] unit = Encoding.UTF8.GetBytes(sentence);
        byte[] text = new byte[octets];
        for (int at = 0; at < octets; at++)
        {
            text[at] = unit[at % unit.Length];
        }

        int end = octets;
        while (end > 0 && (unit[end % unit.Length] & 0xC0) == 0x80)
        {
            end--; // what would come next continues the code point before it
        }

        text.AsSpan(end).Fill((byte)' ');
        return text;
    }

    /// <summary>That many octets of JSON-like text, as applications send it: repeated names, varying values.</summary>
    public static byte[] Json(int octets, int seed)
    {
        Random random = new(seed);
        StringBuilder text = new("[");
        while (text.Length < octets)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\":{random.Next(1_000_000)},\"city\":\"{Cities[random.Next(Cities.Length)]}\",");
            text.Append(CultureInfo.InvariantCulture, $"\"state\":\"{States[random.Next(States.Length)]}\",\"price\":{random.Next(100_000) / 100m},");
            text.Append(CultureInfo.InvariantCulture, $"\"token\":\"{random.NextInt64():x}\",\"tags\":[{random.Next(9)},{random.Next(99)}]}},");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, octets));
    }
}
