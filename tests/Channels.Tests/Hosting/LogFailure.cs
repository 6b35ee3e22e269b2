namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>How a call to a <see cref="MemoryLog"/> fails.</summary>
internal enum LogFailure
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Nothing was done.</summary>
    Before,

    /// <summary>It was done, and the answer is lost.</summary>
    After,
}
