namespace Stratus.Realtime.Testee;

internal static class Usage
{
    public const string Text = """
        The protocol engine as a peer for anyone's WebSocket fuzzer. It echoes every message, and compresses where it may.

          testeeserver -w URL   wait for a fuzzing client       testeeserver -w ws://127.0.0.1:9001
          testeeclient -w URL   run a fuzzing server's cases    testeeclient -w ws://127.0.0.1:9001 -i NAME

        testeeserver
          -w URL         where to listen: ws only, any path is accepted; port 0 takes a free port, which is printed

        testeeclient: asks /getCaseCount, echoes in /runCase?case=N&agent=NAME, ends with /updateReports?agent=NAME
          -w URL         the fuzzing server: ws or wss
          -i NAME        the agent's name in the reports; default "Stratus.Realtime"
          --first N      the first case to run; default 1
          --last N       the last case to run; default the fuzzer's last
          --parallel N   cases at the same time, 1 to 64; default 1
          --ca FILE      for wss: a PEM root certificate to trust in place of the system's

        Exit code: 0 all cases ran (the fuzzer's reports say how), or the server was told to stop;
        1 the fuzzer could not be reached, or the address not be listened on; 2 the arguments make no sense.
        """;
}
