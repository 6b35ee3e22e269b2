namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>RFC 6455 §11.8.</summary>
internal static class OpcodeNames
{
    public static string Of(int opcode) => opcode switch
    {
        0 => "continuation",
        1 => "text",
        2 => "binary",
        8 => "close",
        9 => "ping",
        10 => "pong",
        _ => "reserved",
    };
}
