using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>The pushes that go to many clients, whole.</summary>
internal static class PushJson
{
    public static void Publication<T>(ref T output, string channel, Publication publication)
        where T : struct, IJsonOutput
    {
        Begin(ref output, channel, "pub"u8);
        PublicationJson.Publication(ref output, publication);
        End(ref output);
    }

    public static void Join<T>(ref T output, string channel, ClientInfo info)
        where T : struct, IJsonOutput => Member(ref output, channel, "join"u8, info);

    public static void Leave<T>(ref T output, string channel, ClientInfo info)
        where T : struct, IJsonOutput => Member(ref output, channel, "leave"u8, info);

    /// <summary>Opens a push; one that is about no channel has "" for it.</summary>
    public static void Begin<T>(ref T output, string channel, ReadOnlySpan<byte> name)
        where T : struct, IJsonOutput
    {
        output.Append("{\"push\":{"u8);
        output.OptionalText("channel"u8, channel);
        output.Open(name);
    }

    public static void End<T>(ref T output)
        where T : struct, IJsonOutput => output.Append("}}}"u8);

    // The JS SDK reads info's fields without a look whether it is there.
    private static void Member<T>(ref T output, string channel, ReadOnlySpan<byte> name, ClientInfo info)
        where T : struct, IJsonOutput
    {
        Begin(ref output, channel, name);
        PublicationJson.Info(ref output, "info"u8, info);
        End(ref output);
    }
}
