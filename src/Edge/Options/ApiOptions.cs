namespace Stratus.Realtime.Edge.Options;

/// <summary>The server API: section <see cref="Section"/>.</summary>
public sealed class ApiOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Api";

    /// <summary>The keys that callers may show; with none the API is closed. Read again when the configuration changes.</summary>
    public IList<string> Keys { get; init; } = [];

    /// <summary>The largest accepted request body, in octets.</summary>
    public int MaxBodyOctets { get; set; } = 1 << 20;

    /// <summary>The most commands in a batch.</summary>
    public int MaxBatchCommands { get; set; } = 1000;

    /// <summary>The most channels of a broadcast.</summary>
    public int MaxChannelsPerBroadcast { get; set; } = 1000;
}
