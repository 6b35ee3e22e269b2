namespace Stratus.Realtime.Edge.Connections;

/// <summary>Something that has to be done by a time which may move.</summary>
internal interface IDeadline
{
    /// <summary>When.</summary>
    TimeSpan Deadline { get; }

    /// <summary>The deadline has come; from any thread, and not for long.</summary>
    void DeadlineCame();
}
