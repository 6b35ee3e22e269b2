using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Load.Wire;

/// <summary>The payload behind the marker. Equal arguments make equal octets.</summary>
internal static class Filling
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly string[] s_words =
        ["привет ", "мир ", "сообщение ", "прочитано ", "你好", "世界", "消息", "已读", "🙂", "🚀", "👍🏽", "hello ", "world ", "message ", "read "];

    private static readonly string[] s_vocabulary =
        [.. "the of and to in is it you that was for on are with as at be this have from or one had by word but not what all were we when"
            .Split(' ')];

    private static readonly string[] s_names = ["ada", "grace", "linus", "margaret", "edsger", "barbara", "donald", "radia"];
    private static readonly string[] s_states = ["online", "typing", "away", "reading"];

    /// <summary>A filling of a kind, of exactly so many octets; each variant is another one.</summary>
    public static byte[] Make(PayloadKind kind, int octets, int variant = 0)
    {
        Random random = new(octets + (variant << 16));
        return kind switch
        {
            PayloadKind.Binary => Binary(octets, random),
            PayloadKind.Ascii => Encoding.ASCII.GetBytes(random.GetItems<char>(Letters, octets)),
            PayloadKind.Mixed => Repeat(octets, () => s_words[random.Next(s_words.Length)]),
            _ => Repeat(octets, () => Record(random)),
        };
    }

    /// <summary>Letters: text, and a JSON string that needs no escapes.</summary>
    public static byte[] Text(int octets) => Make(PayloadKind.Ascii, octets);

    private static byte[] Binary(int octets, Random random)
    {
        byte[] filling = new byte[octets];
        random.NextBytes(filling);
        return filling;
    }

    // Ends in dots where the next piece would not fit: no character is ever cut.
    private static byte[] Repeat(int octets, Func<string> next)
    {
        byte[] filling = new byte[octets];
        int length = 0;
        while (Encoding.UTF8.TryGetBytes(next(), filling.AsSpan(length), out int written))
        {
            length += written;
        }

        filling.AsSpan(length).Fill((byte)'.');
        return filling;
    }

    private static string Record(Random random) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"id":{{random.Next()}},"user":"{{s_names[random.Next(s_names.Length)]}}","state":"{{s_states[random.Next(s_states.Length)]}}","at":17{{random.Next(100_000_000)}},"text":"{{Words(random)}}"},""");

    private static string Words(Random random) => string.Join(' ', random.GetItems<string>(s_vocabulary, random.Next(4, 16)));
}
