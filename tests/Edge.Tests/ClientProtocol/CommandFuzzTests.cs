using System.Text;
using System.Text.Unicode;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Mutated messages: the reader never throws, always ends, and agrees with the oracle.</summary>
public sealed class CommandFuzzTests(ITestOutputHelper output)
{
    private const int Messages = 20_000;

    // Pieces that steer mutations to where rules are.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "\r", " ", "{}", "[]", "null", "true", "false", "0", "1", "-1", "1.5", "1e5", "4294967295", "4294967296",
        "9223372036854775807", "9223372036854775808", "\"\"", "\"id\":", "\"id\":1,", "\"connect\":", "\"publish\":", "\"send\":", "\"data\":", "\"channel\":",
        "\"since\":", "\"subs\":", "\"headers\":", "\"offset\":", "\"epoch\":", "\"limit\":", "\"recover\":true,", "\"x\":", "\\ud800", "\\udc00", "\\u0061", "\\u0000", "é", "😀", "\0",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    ];

    [Fact]
    public void TryRead_MutatedMessages_AgreesWithTheOracle()
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        int accepted = 0;
        for (int i = 0; i < Messages; i++)
        {
            byte[] message = Mutate(random);
            if (Utf8.IsValid(message))
            {
                accepted += Compare(message, seed) ? 1 : 0;
            }
        }

        // Neither side may starve.
        output.WriteLine($"{accepted} of {Messages} accepted");
        Assert.InRange(accepted, Messages / 50, Messages * 49 / 50);
    }

    [Fact]
    public void TryRead_CommandsOfTheSchema_AgreesWithTheOracle()
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        int accepted = 0;
        for (int i = 0; i < Messages; i++)
        {
            accepted += Compare(Encoding.UTF8.GetBytes(CommandGenerator.Message(random)), seed) ? 1 : 0;
        }

        output.WriteLine($"{accepted} of {Messages} accepted");
        Assert.InRange(accepted, Messages / 10, Messages * 9 / 10);
    }

    private static bool Compare(byte[] message, int seed)
    {
        string text = $"seed {seed}: {Encoding.UTF8.GetString(message)}";
        try
        {
            (List<Command> commands, CommandFault fault) = Reading.All(message);
            (List<string> expected, bool isFault) = CommandOracle.Read(message);
            Assert.True(expected.SequenceEqual(commands.Select(CommandOracle.Describe)), $"other commands; {text}");
            Assert.True(isFault == fault.IsFault, $"{fault.Kind} {fault.Field} against {isFault}; {text}");
            return !isFault;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(text, exception);
        }
    }

    private static byte[] Mutate(Random random)
    {
        List<byte> message = [.. Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, CommandSamples.All))))];
        for (int i = random.Next(0, 4); i > 0; i--)
        {
            int at = random.Next(message.Count + 1);
            int length = Math.Min(random.Next(1, 12), message.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    message.RemoveRange(at, length);
                    break;
                case 1:
                    message.InsertRange(at, message.GetRange(at, length));
                    break;
                case 2:
                    message.InsertRange(at, Encoding.UTF8.GetBytes(Pick(random, CommandSamples.All)));
                    break;
                case 3 when length > 0:
                    message[at] = (byte)random.Next(random.Next(2) == 0 ? 128 : 256);
                    break;
                case 4 when random.Next(4) == 0:
                    message.RemoveRange(at, message.Count - at);
                    break;
                default:
                    message.InsertRange(at, Encoding.UTF8.GetBytes(Pick(random, Pieces)));
                    break;
            }
        }

        return [.. message];
    }

    private static string Pick(Random random, string[] among) => among[random.Next(among.Length)];
}
