using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What the channels have, as JSON. Each writes the fields of an object that the caller opens and closes.</summary>
internal static class PublicationJson
{
    public static void Publication<T>(ref T output, Publication publication)
        where T : struct, IJsonOutput
    {
        output.OptionalPayload("data"u8, publication.Data);
        output.OptionalInteger("offset"u8, publication.Offset);
        if (publication.Info is { } info)
        {
            Info(ref output, "info"u8, info);
        }

        if (publication.Tags is { Count: > 0 } tags)
        {
            output.Open("tags"u8);
            foreach ((string name, string value) in tags)
            {
                output.Name(name);
                output.Quoted(value);
            }

            output.Close();
        }

        output.OptionalInteger("time"u8, publication.TimeMilliseconds);
    }

    public static void Publications<T>(ref T output, IReadOnlyList<Publication> publications)
        where T : struct, IJsonOutput
    {
        output.Name("publications"u8);
        output.Append("["u8);
        foreach (Publication publication in publications)
        {
            output.Comma();
            output.Append("{"u8);
            Publication(ref output, publication);
            output.Close();
        }

        output.Append("]"u8);
    }

    public static void Info<T>(ref T output, ReadOnlySpan<byte> name, ClientInfo info)
        where T : struct, IJsonOutput
    {
        output.Open(name);
        InfoFields(ref output, info);
        output.Close();
    }

    // The JS SDK gives user and client to the application as they are, and promises it strings: an anonymous user's "" must be there.
    public static void InfoFields<T>(ref T output, ClientInfo info)
        where T : struct, IJsonOutput
    {
        output.Text("user"u8, info.User);
        output.Text("client"u8, info.Client);
        output.OptionalPayload("conn_info"u8, info.ConnectionInfo);
        output.OptionalPayload("chan_info"u8, info.ChannelInfo);
    }
}
