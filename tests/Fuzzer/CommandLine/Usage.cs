namespace Stratus.Realtime.Fuzzer.CommandLine;

internal static class Usage
{
    public const string Text = """
        WebSocket fuzzer: 517 cases of RFC 6455 and RFC 7692 with Autobahn's ids, verdicts and reports, and strict cases of its own (S.*).

          fuzz URL              test one server            fuzz ws://127.0.0.1:9001/echo
          fuzzingclient -s FILE test the servers of a spec file
          serve                 wait for clients to test   serve --listen ws://127.0.0.1:9001
          fuzzingserver -s FILE wait for clients, as a spec file says

        Which cases
          --cases LIST          ids with '*', separated by commas; default "*": the 517            --cases 1.*,6.4.3,S.*
          --exclude-cases LIST  not these; "*" means the 517 here, too
          --messages N          messages a case in 9.7, 9.8, 12 and 13; default 1000
        Where and how
          --outdir DIR          reports: index.html, index.json, two files a case
          --agent NAME          the server's name in reports; default from its Server header
          --parallel N          cases at the same time; default 16. Long ones never more than there are processors
          --http2               RFC 8441 in place of HTTP/1.1: over TLS (wss), or in clear text with prior knowledge (ws)
          --ca FILE             a PEM root certificate to trust in place of the system's
          --seed N              masking keys; the same seed sends the same octets. Printed when not given
          --listen URL          for serve; default ws://127.0.0.1:9001

        A client under test connects to /getCaseCount, then /runCase?case=N&agent=NAME for each, then /updateReports?agent=NAME;
        /getCaseInfo?case=N and /getCaseStatus?case=N&agent=NAME tell more; shutdownOnComplete=true ends the server.

        Exit code: 0 every verdict is OK or INFORMATIONAL; 1 something fell short; 2 the arguments make no sense.
        """;
}
