using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Storage;

// Everything of a publication but its payload and times, in one column: most have little of it, and text columns could not
// hold all of it (PostgreSQL's text knows no U+0000, JSON does).
//
//   flags: an octet; then what the flags say is there, in this order
//   1  who published: user, client, connection info, channel info
//   2  tags: their number, then key and value of each
//   4  idempotency key
//
// Strings are UTF-8 behind their length, numbers and lengths seven bits an octet. Nothing of it all: no octet.

/// <summary>What a publication carries beside its payload, as octets.</summary>
internal static class PublicationCodec
{
    [Flags]
    private enum Parts : byte
    {
        None = 0,
        Info = 1,
        Tags = 2,
        Key = 4,
    }

    public static byte[] Encode(KeptPublication kept)
    {
        Publication publication = kept.Publication;
        Parts parts = (publication.Info is null ? Parts.None : Parts.Info)
            | (publication.Tags is null ? Parts.None : Parts.Tags)
            | (kept.IdempotencyKey is null ? Parts.None : Parts.Key);
        if (parts == Parts.None)
        {
            return [];
        }

        using MemoryStream octets = new();
        using BinaryWriter writer = new(octets, Encoding.UTF8);
        writer.Write((byte)parts);
        if (publication.Info is { } info)
        {
            writer.Write(info.User);
            writer.Write(info.Client);
            Write(writer, info.ConnectionInfo);
            Write(writer, info.ChannelInfo);
        }

        if (publication.Tags is { } tags)
        {
            writer.Write7BitEncodedInt(tags.Count);
            foreach ((string key, string value) in tags)
            {
                writer.Write(key);
                writer.Write(value);
            }
        }

        if (kept.IdempotencyKey is { } idempotencyKey)
        {
            writer.Write(idempotencyKey);
        }

        writer.Flush();
        return octets.ToArray();
    }

    public static KeptPublication Decode(long offset, byte[] data, byte[] about, long timeMilliseconds, TimeSpan age)
    {
        using BinaryReader reader = new(new MemoryStream(about), Encoding.UTF8);
        Parts parts = about.Length == 0 ? Parts.None : (Parts)reader.ReadByte();
        Publication publication = new()
        {
            Data = data,
            Offset = offset,
            TimeMilliseconds = timeMilliseconds,
            Info = parts.HasFlag(Parts.Info) ? ReadInfo(reader) : null,
            Tags = parts.HasFlag(Parts.Tags) ? ReadTags(reader) : null,
        };
        return new KeptPublication(publication, parts.HasFlag(Parts.Key) ? reader.ReadString() : null, age);
    }

    private static ClientInfo ReadInfo(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString()) { ConnectionInfo = ReadOctets(reader), ChannelInfo = ReadOctets(reader) };

    private static Dictionary<string, string> ReadTags(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        Dictionary<string, string> tags = new(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string key = reader.ReadString();
            tags.Add(key, reader.ReadString());
        }

        return tags;
    }

    private static void Write(BinaryWriter writer, ReadOnlyMemory<byte> octets)
    {
        writer.Write7BitEncodedInt(octets.Length);
        writer.Write(octets.Span);
    }

    private static byte[] ReadOctets(BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
