using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>The content of a publication: its channel and number, any text, and a checksum of all three.</summary>
internal static class Payload
{
    private const int MaxLetters = 200;
    private static readonly JsonSerializerOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What JSON escapes, what it need not, one to four octets a letter, and what ends lines in JavaScript.
    private static readonly string[] Letters = ["a", "Z", "0", " ", "\"", "\\", "/", "\n", "\u0001", "ü", "漢", "\U0001F6F0", "\u2028", "{", "}"];

    /// <summary>A JSON object without raw line breaks.</summary>
    public static string Make(string channel, int number, Random random)
    {
        string text = string.Concat(random.GetItems(Letters, random.Next(MaxLetters)));
        return $"{{\"channel\":\"{channel}\",\"number\":{number},\"text\":{JsonSerializer.Serialize(text, Raw)},\"sum\":{Sum(channel, number, text)}}}";
    }

    /// <summary>The number in a content; 0 when it is not one that <see cref="Make"/> made.</summary>
    public static int ReadNumber(JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("channel", out JsonElement channel) && channel.ValueKind == JsonValueKind.String
            && data.TryGetProperty("number", out JsonElement number) && number.TryGetInt32(out int value)
            && data.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String
            && data.TryGetProperty("sum", out JsonElement sum) && sum.TryGetUInt32(out uint expected)
            && Sum(channel.GetString()!, value, text.GetString()!) == expected)
        {
            return value;
        }

        return 0;
    }

    // FNV-1a: enough to notice what is not ours.
    private static uint Sum(string channel, int number, string text)
    {
        uint sum = 2166136261;
        foreach (byte octet in Encoding.UTF8.GetBytes($"{channel}|{number}|{text}"))
        {
            sum = (sum ^ octet) * 16777619;
        }

        return sum;
    }
}
