namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>A verdict, best first. The texts are the ones that Autobahn's reports use.</summary>
public enum Behavior
{
    Ok,
    NonStrict,
    Informational,
    Unimplemented,
    Unclean,
    WrongCode,
    FailedByClient,
    Failed,
}

public static class BehaviorTexts
{
    public static string ToText(this Behavior behavior) => behavior switch
    {
        Behavior.Ok => "OK",
        Behavior.NonStrict => "NON-STRICT",
        Behavior.Informational => "INFORMATIONAL",
        Behavior.Unimplemented => "UNIMPLEMENTED",
        Behavior.Unclean => "UNCLEAN",
        Behavior.WrongCode => "WRONG CODE",
        Behavior.FailedByClient => "FAILED BY CLIENT",
        Behavior.Failed => "FAILED",
        _ => throw new ArgumentOutOfRangeException(nameof(behavior), behavior, "Not a verdict."),
    };

    /// <summary>Whether a run that shows this verdict may still be called conformant.</summary>
    public static bool IsGood(this Behavior behavior) => behavior is Behavior.Ok or Behavior.Informational;
}
