namespace Stratus.Realtime.Fuzzer.Running;

internal enum RunPhase
{
    Idle,
    Opening,
    Open,
    Closing,
    Closed,
}
