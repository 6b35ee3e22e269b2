using System.Globalization;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>How a verdict is shown: a word and a sign, so that no colour is needed to tell it, and the class that colours it.</summary>
internal sealed record Verdict(string Label, string Sign, string Style, string Meaning)
{
    public static Verdict Of(Behavior behavior) => behavior switch
    {
        Behavior.Ok => new("Pass", "✓", "pass", "The peer did what the case asks for."),
        Behavior.NonStrict => new("Non-strict", "≈", "soft", "Tolerable, but not what the RFC recommends or what peers commonly do. Still conformant."),
        Behavior.Informational => new("Info", "i", "info", "The RFC leaves this open. The case only tells what the peer does."),
        Behavior.Unimplemented => new("Unimplemented", "–", "none", "The peer did not negotiate what the case is about, so there was nothing to judge."),
        Behavior.Unclean => new("Unclean", "✕", "fail", "The case asks for a clean close, and the connection ended without one."),
        Behavior.WrongCode => new("Wrong code", "!", "soft", "The connection was closed, but with a code that the case does not accept."),
        Behavior.FailedByClient => new("Dropped by client", "!", "soft", "The server left it to the fuzzing client to drop the TCP connection."),
        _ => new("Fail", "✕", "fail", "The peer broke a MUST of the RFC, or a limit of the case."),
    };

    /// <summary>What stands beside the verdict: the peer's close code, and in words what was wrong with the close, if anything.</summary>
    public static string OfClose(Behavior close, int? remoteCode)
    {
        string code = remoteCode?.ToString(CultureInfo.InvariantCulture) ?? "no code";
        return close is Behavior.Ok or Behavior.Informational ? code : $"{code}, {Of(close).Label.ToLowerInvariant()}";
    }
}
