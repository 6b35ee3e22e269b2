using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>
/// A run until its connection is open: the fuzzer's half of the handshake leaves, in pieces where the row wants that, and the
/// peer's half is taken, with a limit on its time.
/// </summary>
internal sealed class OpeningPhase(
    CaseRow row, CaseRunOptions options, MaskingKeys keys, ConnectionLife life, Timers timers, WireOutput output, WireLog log)
{
    private PacedOctets? paced;

    public OpeningHandshake Handshake { get; } = new(row, options, keys);

    /// <summary>What came behind the peer's half, and belongs to the frames.</summary>
    public byte[] HeldBack { get; private set; } = [];

    /// <summary>Frames may follow. A client opens with the response, whatever of its request is still on its way.</summary>
    public bool IsDone => Handshake.IsOpen && (paced is null || !options.IsServer);

    /// <summary>As client the request is written; as server it is waited for.</summary>
    public void Start()
    {
        timers.Set(TimerKind.OpeningHandshake, life.Now + row.Opening.Limit);
        if (!options.IsServer)
        {
            Write(Handshake.MakeRequest());
        }
    }

    public void Receive(ReadOnlySpan<byte> octets)
    {
        if (Handshake.IsOver)
        {
            // Our own response is still on its way, piece by piece.
            HeldBack = [.. HeldBack, .. octets];
            return;
        }

        HeldBack = Handshake.Receive(octets);
        if (Handshake.IsOver)
        {
            AfterPeersHalf();
        }
    }

    /// <summary>The transport did the handshake itself (HTTP/2).</summary>
    public void Answered(string request, string response, HttpHead head)
    {
        Handshake.Answered(request, response, head);
        AfterPeersHalf();
    }

    /// <summary>The pause before a piece is over.</summary>
    public void NextPiece()
    {
        if (paced!.Write(output, log))
        {
            timers.Set(TimerKind.OpeningPiece, life.Now + paced.Pause);
        }
        else
        {
            paced = null;
        }
    }

    /// <summary>The peer's half is there, or was refused.</summary>
    private void AfterPeersHalf()
    {
        timers.Clear(TimerKind.OpeningHandshake);
        if (!Handshake.IsOpen)
        {
            life.Closing.PeerFault = Handshake.Fault;
            life.Drop("the opening handshake was not finished");
        }
        else if (options.IsServer && Handshake.RequestHead is { } request)
        {
            Write(Handshake.MakeResponse(request));
        }
    }

    private void Write(byte[] octets)
    {
        if (row.Opening.Chop is int chop && row.Opening.Pause > TimeSpan.Zero)
        {
            paced = new PacedOctets(octets, chop, row.Opening.Pause);
            NextPiece();
            return;
        }

        log.OctetsSent(octets, sync: row.Opening.Chop is not null);
        output.Write(octets, row.Opening.Chop);
    }
}
