using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.State;

/// <summary>A channel that moves again and again, each time to another clock, does what one does that stays.</summary>
public sealed class ChannelSnapshotModelTests
{
    private const int Steps = 3000;

    [Theory, InlineData(1), InlineData(7), InlineData(64)]
    public void Steps_OnAChannelThatMoves_AgreeWithOneThatStays(int historySize)
    {
        int seed = Seed.Next();
        Run run = new(historySize, seed);
        for (int step = 0; step < Steps; step++)
        {
            try
            {
                run.Step();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{FuzzSeed.Name}={seed}, history {historySize}, step {step}: {e.Message}", e);
            }
        }

        Assert.InRange(run.Moves, 50, Steps);
        Assert.InRange(run.Repeated, 50, Steps);
        Assert.InRange(run.Keys, 50, Steps);
    }

    private sealed class Run
    {
        private const string Epoch = "epoch";
        private const long Origin = 1_800_000_000_000;
        private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);
        private readonly Random _random;
        private readonly ChannelRules _rules;
        private readonly ChannelState _stays;
        private readonly Dictionary<string, Edge> _edges = [];
        private readonly Dictionary<string, PublishBatch> _batches = [];
        private ChannelState _moves;
        private TimeSpan _shift; // between the clocks
        private TimeSpan _now;
        private int _published;
        private long _version;

        public Run(int historySize, int seed)
        {
            _random = new Random(seed);
            _rules = SampleRules.Short with { HistorySize = historySize, HistoryAge = TimeSpan.FromSeconds(90), PositionAge = TimeSpan.FromMinutes(4) };
            _stays = new ChannelState("short:a", _rules, Epoch, TimeSpan.Zero);
            _moves = new ChannelState("short:a", _rules, Epoch, TimeSpan.Zero);
        }

        public int Moves { get; private set; }

        public int Repeated { get; private set; }

        public int Keys { get; private set; }

        private long Unix => Origin + (long)_now.TotalMilliseconds;

        public void Step()
        {
            switch (_random.Next(20))
            {
                case < 5: Publish(); break;
                case < 7: Repeat(); break;
                case < 10: Read(); break;
                case < 13: UpdateMembers(); break;
                case 13: Attach(); break;
                case 14: Detach(); break;
                case < 17: _now += TimeSpan.FromMilliseconds(_random.Next(_random.Next(10) == 0 ? 300_000 : 20_000)); break;
                case 17: Both((state, now, _) => $"{state.Trim(now)}"); break;
                case 18: Both((state, now, events) => { state.Settle(now, events); return ""; }); break;
                default: Move(); break;
            }

            Assert.Equal(_stays.Top, _moves.Top);
            Assert.Equal(_stays.FirstOffset, _moves.FirstOffset);
            Assert.Equal(Clients(_stays), Clients(_moves));
        }

        private static string Clients(ChannelState state) => string.Join(' ', state.Members.Select(info => info.Client).Order(StringComparer.Ordinal));

        private static string Say(ChannelEvent item) =>
            $"{item.Kind} {item.Epoch} {item.Offset} {(item.Publication is { } p ? $"{Text.Of(p)} {p.Offset} {p.TimeMilliseconds}" : "")}{item.Member?.Client}";

        private void Both(Func<ChannelState, TimeSpan, List<ChannelEvent>, string> action)
        {
            List<ChannelEvent> expected = [], events = [];
            Assert.Equal(action(_stays, _now, expected), action(_moves, _now - _shift, events));
            // Those who leave together do so in no order.
            Assert.Equal(expected.Select(Say).Order(StringComparer.Ordinal), events.Select(Say).Order(StringComparer.Ordinal));
        }

        private void Publish()
        {
            PublishRequest[] requests = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Text.Request($"p{++_published}") with
            {
                IdempotencyKey = _random.Next(3) == 0 ? $"key-{_random.Next(20)}" : null,
                SkipHistory = _random.Next(10) == 0,
            })];
            Keys += requests.Count(request => request is { IdempotencyKey: not null, SkipHistory: false });
            string publisher = $"publisher-{_random.Next(3)}";
            Publish(_batches[publisher] = new PublishBatch(publisher, _batches.GetValueOrDefault(publisher)?.Number + 1 ?? 1, requests));
        }

        private void Publish(PublishBatch batch) => Both((state, now, events) =>
            string.Join(' ', state.Publish(batch, now, Unix, events).Select(position => $"{position.Epoch} {position.Offset}")));

        private void Repeat()
        {
            if (_batches.Count != 0)
            {
                Repeated++;
                Align();
                Publish(_batches.Values.ElementAt(_random.Next(_batches.Count)));
            }
        }

        private void Read()
        {
            Position? since = _random.Next(4) == 0 ? null : new Position(Epoch, _random.NextInt64(-1, _stays.Top.Offset + 2));
            HistoryRequest request = new(_random.Next(-1, 12), since, _random.Next(2) == 0);
            Both((state, now, _) =>
            {
                HistoryResult result = state.Read(request, now);
                return $"{result.Top} {result.IsContinuous} {string.Join(' ', result.Publications.Select(p => $"{Text.Of(p)} {p.Offset} {p.TimeMilliseconds}"))}";
            });
        }

        private void UpdateMembers()
        {
            Align();
            string name = $"edge-{_random.Next(3)}";
            Edge edge = _edges.TryGetValue(name, out Edge? known) ? known : new Edge();
            long generation = Math.Max(0, edge.Generation - (_random.Next(5) == 0 ? 1 : 0));
            string client = $"client-{_random.Next(6)}";
            long version = _random.Next(4) == 0 ? Math.Max(1, _version - _random.Next(5)) : ++_version;
            MemberRecord record = new(new ClientInfo("user", client), version, _random.Next(3) != 0);
            if (generation == edge.Generation && (!edge.Members.TryGetValue(client, out MemberRecord? before) || before.Version < version))
            {
                edge.Members[client] = record;
            }

            Both((state, now, events) =>
            {
                state.UpdateMembers(name, generation, [record], now, events);
                return "";
            });
        }

        private void Attach()
        {
            Align();
            string name = $"edge-{_random.Next(3)}";
            bool isLate = _random.Next(4) == 0;
            if (!_edges.TryGetValue(name, out Edge? edge))
            {
                edge = _edges[name] = new Edge();
            }

            if (isLate && _stays.Edges.Contains(name))
            {
                return; // one from before the present one may be heeded where the channel moved to
            }

            edge.Generation += isLate ? 0 : 1;
            AttachRequest request = new(edge.Generation, _stays.Top, [.. edge.Members.Values.Where(record => record.IsPresent)]);
            Both((state, now, events) => $"{state.Attach(name, request, now, events)}");
        }

        private void Detach()
        {
            Align();
            string name = $"edge-{_random.Next(3)}";
            long? generation = null;
            if (_edges.TryGetValue(name, out Edge? edge))
            {
                generation = _random.Next(2) == 0 ? null : edge.Generation;
            }

            Both((state, now, events) =>
            {
                state.Detach(name, generation, now, events);
                return $"{state.Edges.Count}";
            });
        }

        // Edges attach again at once, and nobody is told of those who were there.
        private void Move()
        {
            Align();
            Moves++;
            ChannelSnapshot snapshot = _moves.TakeSnapshot(_now - _shift);
            _shift = TimeSpan.FromMilliseconds(_random.Next(1_000_000));
            _moves = new ChannelState("short:a", _rules, snapshot, _now - _shift, _now - _shift + Lease);
            List<ChannelEvent> events = [];
            HashSet<string> present = [.. _stays.Members.Select(info => info.Client)];
            foreach ((string name, Edge edge) in _edges.Where(entry => _stays.Edges.Contains(entry.Key)))
            {
                edge.Generation++;
                MemberRecord[] members = [.. edge.Members.Values.Where(record => record.IsPresent && present.Contains(record.Info.Client))];
                AttachRequest request = new(edge.Generation, _moves.Top, members) { IsAgain = true };
                Assert.True(_moves.Attach(name, request, _now - _shift, events));
                _stays.Attach(name, request, _now, events);
            }

            Assert.Empty(events);
        }

        // What is remembered for a minute is forgotten when somebody looks.
        private void Align() => Both((state, now, _) => $"{state.Trim(now)}");
    }

    private sealed class Edge
    {
        public long Generation { get; set; }

        public Dictionary<string, MemberRecord> Members { get; } = [];
    }
}
