using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>What a script needs of the run that it plays in.</summary>
internal interface IScriptHost
{
    bool IsOpen { get; }
    bool HasPeerLeft { get; }
    int EventCount { get; }

    void SendClose(FrameSpec spec);

    void Add(CaseEvent received);

    void HalfClose();

    /// <summary>The last step was made.</summary>
    void ScriptEnded();
}
