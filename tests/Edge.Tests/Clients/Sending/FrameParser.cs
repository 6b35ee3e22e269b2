using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Clients.Sending;

/// <summary>A server's unmasked text frames out of a pipe, without any code of src.</summary>
internal static class FrameParser
{
    /// <summary>The messages that are there now, all of them whole.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(PipeReader reader)
    {
        List<string> messages = [];
        if (!reader.TryRead(out ReadResult read))
        {
            return await Task.FromResult(messages);
        }

        ReadOnlySequence<byte> rest = read.Buffer;
        while (TryTake(ref rest, out string message))
        {
            messages.Add(message);
        }

        Assert.True(rest.IsEmpty, "A frame was cut.");
        reader.AdvanceTo(read.Buffer.End);
        return messages;
    }

    /// <summary>Takes a frame's text; false when it has not come whole.</summary>
    public static bool TryTake(ref ReadOnlySequence<byte> octets, out string message)
    {
        message = "";
        byte[] head = octets.Slice(0, Math.Min(octets.Length, 10)).ToArray();
        if (head.Length < 2)
        {
            return false;
        }

        Assert.True(head[0] is 0x81 or 0x8A or 0x88, $"No frame begins with {head[0]:X2}: frames are mixed up.");
        int header = head[1] switch { 126 => 4, 127 => 10, _ => 2 };
        if (head.Length < header)
        {
            return false;
        }

        long length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)),
            127 => BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(2)),
            _ => head[1],
        };
        if (octets.Length < header + length)
        {
            return false;
        }

        string kind = head[0] switch { 0x8A => "pong:", 0x88 => "close:", _ => "" };
        message = kind + Encoding.UTF8.GetString(octets.Slice(header, length).ToArray());
        octets = octets.Slice(header + length);
        return true;
    }
}
