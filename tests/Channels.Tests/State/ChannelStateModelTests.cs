using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.State;

/// <summary>Random steps on a <see cref="ChannelState"/>, each compared with the <see cref="ChannelModel"/>.</summary>
public sealed class ChannelStateModelTests
{
    private const int Steps = 5000;

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(10), InlineData(64)]
    public void Steps_OfManyKinds_AgreeWithTheModel(int historySize)
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

        Assert.InRange(run.Recovered, 50, Steps);
        Assert.InRange(run.NotRecovered, 5, Steps);
        Assert.InRange(run.Repeated, 50, Steps);
    }

    // One channel, its model, and clients who read it, lose their connection and come back.
    private sealed class Run
    {
        private const string Epoch = "epoch";
        private readonly Random _random;
        private readonly ChannelRules _rules;
        private readonly ChannelState _state;
        private readonly ChannelModel _model;
        private readonly List<PublishBatch> _batches = [];
        private readonly List<IReadOnlyList<Position>> _answers = [];
        private readonly List<Client> _clients = [.. Enumerable.Range(0, 5).Select(_ => new Client())];
        private TimeSpan _now;
        private int _published;

        public Run(int historySize, int seed)
        {
            _random = new Random(seed);
            _rules = SampleRules.Short with { HistorySize = historySize, HistoryAge = TimeSpan.FromSeconds(60) };
            _state = new ChannelState("short:a", _rules, Epoch, TimeSpan.Zero);
            _model = new ChannelModel(_rules, Epoch);
            _state.Attach("edge", new AttachRequest(1, null, []), TimeSpan.Zero, []);
        }

        public int Recovered { get; private set; }

        public int NotRecovered { get; private set; }

        public int Repeated { get; private set; }

        public void Step()
        {
            switch (_random.Next(20))
            {
                case < 7: Publish(); break;
                case < 9: Repeat(); break;
                case < 13: Read(); break;
                case < 17: Recover(_clients[_random.Next(_clients.Count)]); break;
                case 17: _now += TimeSpan.FromSeconds(_random.Next(20)); break;
                case 18: Assert.False(_state.Trim(_now)); break; // attached: never to be forgotten
                default: Remove(); break;
            }

            Assert.Equal(_model.Top, _state.Top);
        }

        private void Publish()
        {
            PublishRequest[] requests = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Text.Request($"p{++_published}") with
            {
                IdempotencyKey = _random.Next(3) == 0 ? $"key-{_random.Next(20)}" : null,
                SkipHistory = _random.Next(10) == 0,
            })];
            PublishBatch batch = new("publisher", _batches.Count + 1, requests);
            List<ChannelEvent> events = [];
            IReadOnlyList<Position> answer = _state.Publish(batch, _now, 1, events);
            int told = 0;
            for (int i = 0; i < requests.Length; i++)
            {
                long known = requests[i].SkipHistory ? 0 : _model.Find(requests[i].IdempotencyKey, _now);
                if (known != 0)
                {
                    Assert.Equal(new Position(Epoch, known), answer[i]);
                    continue;
                }

                ChannelEvent item = events[told++];
                long offset = requests[i].SkipHistory ? 0 : _model.Top.Offset + 1;
                Assert.Equal((ChannelEventKind.Published, Epoch, offset), (item.Kind, item.Epoch, item.Offset));
                Assert.Equal((offset, requests[i].Data), (item.Publication!.Offset, item.Publication.Data));
                if (!requests[i].SkipHistory)
                {
                    _model.Append(item.Publication, requests[i].IdempotencyKey, _now);
                }

                Assert.Equal(_model.Top, answer[i]);
                _clients.Where(client => client.IsLive).ToList().ForEach(client => client.Deliver(item.Publication));
            }

            Assert.Equal(told, events.Count);
            _batches.Add(batch);
            _answers.Add(answer);
        }

        // The last batch is answered as before, an older one without a promise; neither appends.
        private void Repeat()
        {
            if (_batches.Count == 0)
            {
                return;
            }

            Repeated++;
            List<ChannelEvent> events = [];
            int back = _random.Next(1, 3);
            PublishBatch batch = _batches[Math.Max(0, _batches.Count - back)];
            IReadOnlyList<Position> answer = _state.Publish(batch, _now, 1, events);
            Assert.Empty(events);
            Assert.Equal(batch.Requests.Count, answer.Count);
            if (batch == _batches[^1])
            {
                Assert.Equal(_answers[^1], answer);
            }
        }

        private void Read()
        {
            Position since = new(_random.Next(10) == 0 ? "another" : Epoch, _random.NextInt64(-1, _model.Top.Offset + 3));
            HistoryRequest request = new(_random.Next(-1, 12), _random.Next(5) == 0 ? null : since, _random.Next(2) == 0)
            {
                MaxOctets = _random.Next(2) == 0 ? int.MaxValue : _random.Next(60),
            };
            HistoryResult read = _state.Read(request, _now);
            if (request.Since is { Offset: < 0 })
            {
                Assert.False(read.IsContinuous);
                return;
            }

            HistoryResult expected = _model.Read(request, _now);
            Assert.Equal((expected.Top, expected.IsContinuous, expected.IsOtherEpoch), (read.Top, read.IsContinuous, read.IsOtherEpoch));
            Assert.Equal(expected.Publications, read.Publications);
        }

        // A live one loses its connection; another one comes back, page by page.
        private void Recover(Client client)
        {
            if (client.IsLive)
            {
                Assert.Equal(_model.Log.Skip((int)client.Since).Select(p => p.Offset), client.Seen.Select(p => p.Offset));
                Assert.All(client.Seen, publication => Assert.Same(_model.Log.ElementAt((int)publication.Offset - 1), publication));
                client.IsLive = false;
                return;
            }

            long from = client.Reached;
            bool isAllKept = Enumerable.Range(1, (int)(_model.Top.Offset - from)).All(i => _model.IsKept(from + i, _now));
            client.IsLive = true;
            while (client.Reached < _model.Top.Offset)
            {
                HistoryResult page = _state.Read(new HistoryRequest(_random.Next(1, 5), new Position(Epoch, client.Reached)), _now);
                Assert.Equal(isAllKept, page.IsContinuous);
                if (!page.IsContinuous)
                {
                    NotRecovered++;
                    client.Restart(_model.Top.Offset);
                    return;
                }

                page.Publications.ToList().ForEach(client.Deliver);
            }

            Recovered++;
        }

        private void Remove()
        {
            if (_random.Next(5) == 0)
            {
                _state.RemoveHistory();
                _model.Remove();
            }
        }
    }

    // What one client has seen: since where, and what came after, which must be everything.
    private sealed class Client
    {
        public bool IsLive { get; set; } = true;

        public long Since { get; private set; }

        public List<Publication> Seen { get; } = [];

        public long Reached => Since + Seen.Count;

        public void Deliver(Publication publication)
        {
            if (publication.Offset != 0)
            {
                Assert.Equal(Reached + 1, publication.Offset);
                Seen.Add(publication);
            }
        }

        public void Restart(long top)
        {
            Since = top;
            Seen.Clear();
        }
    }
}
