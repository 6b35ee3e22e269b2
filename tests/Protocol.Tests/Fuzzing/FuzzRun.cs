namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>Runs scripts, their input cut in one way; its memory is used again and again.</summary>
internal sealed class FuzzRun
{
    private readonly byte[] _output = new byte[2 << 20];
    private readonly byte[] _scratch = new byte[64 << 10];
    private readonly Func<uint> _keys;
    private int _fullAt;
    private int _drained;
    private uint _key;

    public FuzzRun() => _keys = () => _key = unchecked((_key * 1664525) + 1013904223);

    public List<FuzzEvent> Events { get; } = new(4096);

    public int OutputCount { get; private set; }

    public ReadOnlySpan<byte> Output => _output.AsSpan(0, OutputCount);

    public ConnectionEnd End { get; private set; }

    public ConnectionState State { get; private set; }

    /// <summary>What the engine allocated from its making to its disposal.</summary>
    public long AllocatedOctets { get; private set; }

    /// <param name="script">What happens.</param>
    /// <param name="longest">The longest piece; pieces are that long, or random up to it.</param>
    /// <param name="random">Where the pieces are cut and how soon the output is full; null: pieces of the same length, and never.</param>
    /// <param name="reserves">The sink takes whole messages into its own memory.</param>
    public void Execute(FuzzScript script, int longest, Random? random, bool reserves)
    {
        Events.Clear();
        (OutputCount, _drained, _key) = (0, 0, 1);
        _fullAt = random?.Next(1, 400) ?? int.MaxValue;
        WebSocketConnectionOptions options = script.Options.Role == WebSocketRole.Client ? script.Options with { MaskingKeys = _keys } : script.Options;

        long before = GC.GetAllocatedBytesForCurrentThread();
        using (var connection = new WebSocketConnection(options, TimeSpan.Zero))
        {
            Execute(connection, script, longest, random, reserves);
            (End, State) = (connection.End, connection.State);
        }

        AllocatedOctets = GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Execute(WebSocketConnection connection, FuzzScript script, int longest, Random? random, bool reserves)
    {
        var output = new Handle(this);
        Sink sink = new(this, connection, reserves, script.Echoes);
        TimeSpan now = TimeSpan.Zero;
        ReceiveStatus status = ReceiveStatus.NeedMore;
        foreach (FuzzStep step in script.Steps)
        {
            switch (step.Action)
            {
                case FuzzAction.Receive:
                    status = Receive(connection, script.Octets[step.Start..step.End], now, ref sink, longest, random);
                    break;
                case FuzzAction.Wait:
                    now += TimeSpan.FromMilliseconds(step.Milliseconds);
                    break;
                case FuzzAction.Deadline:
                    status = connection.OnDeadline(now, ref sink, output);
                    break;
                case FuzzAction.CloseCall:
                    connection.Close(CloseCode.GoingAway, "fuzz", now, output);
                    break;
                default:
                    connection.EndOfInput();
                    break;
            }

            Events.Add(new FuzzEvent('s', (int)connection.State, (int)status, OutputCount));
        }
    }

    private ReceiveStatus Receive(WebSocketConnection connection, ReadOnlySpan<byte> octets, TimeSpan now, ref Sink sink, int longest, Random? random)
    {
        var output = new Handle(this);
        ReceiveStatus status = ReceiveStatus.NeedMore;
        while (!octets.IsEmpty)
        {
            int length = Math.Min(random?.Next(1, longest + 1) ?? longest, octets.Length);
            ReadOnlySpan<byte> piece = octets[..length];
            status = connection.Receive(piece, now, ref sink, output, out int consumed);
            while (status == ReceiveStatus.OutputFull)
            {
                if (!output.IsFull)
                {
                    throw new InvalidOperationException("The engine calls an output full that is not.");
                }

                _drained = OutputCount;
                piece = piece[consumed..];
                status = connection.Receive(piece, now, ref sink, output, out consumed);
            }

            if (consumed != piece.Length) // no assertion here: they allocate
            {
                throw new InvalidOperationException($"{consumed} of {piece.Length} octets were taken.");
            }

            octets = octets[length..];
        }

        return status;
    }

    /// <summary>The engine's way to write.</summary>
    private readonly struct Handle(FuzzRun run) : IFrameOutput
    {
        public bool IsFull => run.OutputCount - run._drained >= run._fullAt;

        public Span<byte> GetSpan(int minimumOctets) => run._output.AsSpan(run.OutputCount, minimumOctets);

        public void Advance(int octets) => run.OutputCount += octets;

        public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
    }

    /// <summary>Notes what the engine tells, and answers.</summary>
    private readonly struct Sink(FuzzRun run, WebSocketConnection connection, bool reserves, bool echoes) : IConnectionSink
    {
        public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
        {
            bool fits = reserves && octets <= run._scratch.Length;
            payload = fits ? run._scratch.AsSpan(0, octets) : default;
            return fits;
        }

        public void Commit(MessageKind kind, int octets) => OnMessage(kind, run._scratch.AsSpan(0, octets));

        public void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload)
        {
            run.Events.Add(FuzzScript.Message(kind, payload));
            if (echoes)
            {
                connection.Send(kind, payload, new Handle(run));
            }
        }

        public void OnPing(ReadOnlySpan<byte> payload) => Add('i', payload);

        public void OnPong(ReadOnlySpan<byte> payload) => Add('o', payload);

        public void OnClose(CloseStatus status) =>
            run.Events.Add(new FuzzEvent('c', (int)status.Code, status.Reason.Length, status.Reason.GetHashCode(StringComparison.Ordinal)));

        public void OnFailed(ProtocolError error) => run.Events.Add(new FuzzEvent('f', (int)error.Rule, 0, run.OutputCount));

        private void Add(char tag, ReadOnlySpan<byte> payload) => run.Events.Add(FuzzScript.Message(0, payload) with { Tag = tag });
    }
}
