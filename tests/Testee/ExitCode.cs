namespace Stratus.Realtime.Testee;

internal static class ExitCode
{
    public const int Success = 0;
    public const int Unreachable = 1;
    public const int BadArguments = 2;
}
