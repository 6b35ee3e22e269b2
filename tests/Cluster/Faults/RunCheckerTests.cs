using System.Globalization;
using Stratus.Realtime.Cluster.Faults.Checking;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults;

/// <summary>The checker notices everything that it is there for: a run is broken on purpose, one way at a time.</summary>
public sealed class RunCheckerTests
{
    private const string Stored = ClusterSettings.Stored + ":1";
    private const string Memory = ClusterSettings.Memory + ":1";

    public static TheoryData<string> Channels => [Stored, Memory];

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_EverythingSeen_FindsNothing(string channel)
    {
        Scene scene = new(channel);
        scene.Finds();
        Assert.Equal(8, scene.Deliveries);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_AcknowledgedLost_FindsLost(string channel)
    {
        Scene scene = new(channel);
        scene.Broken.Remove(new Observation.Seen(3, 3)); // the first of a recovery that was called complete
        scene.Finds(BreachKind.Lost, BreachKind.Lost); // the hole, and what was acknowledged
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_AcknowledgedLostByEveryone_FindsLost(string channel)
    {
        Scene scene = new(channel);
        scene.Ledger.Acknowledge(scene.Ledger.Begin(channel, "publisher"));
        scene.Finds(BreachKind.Lost, BreachKind.Lost);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_LastAcknowledgedLost_FindsNotAtTop(string channel)
    {
        Scene scene = new(channel);
        scene.Broken.Remove(new Observation.Seen(4, 4));
        scene.Finds(BreachKind.NotAtTop, BreachKind.Lost);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_PublicationTwice_FindsDoubled(string channel)
    {
        Scene scene = new(channel);
        scene.Broken.Insert(2, new Observation.Seen(1, 1));
        scene.Finds(BreachKind.Doubled);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_PublicationTwiceInStream_FindsDoubled(string channel)
    {
        Scene scene = new(channel);
        scene.Append(number: 1);
        Assert.Contains(BreachKind.Doubled, scene.Kinds());
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_TwoSwapped_FindsReordered(string channel)
    {
        Scene scene = new(channel);
        (scene.Broken[4], scene.Broken[5]) = (scene.Broken[5], scene.Broken[4]);
        Assert.Contains(BreachKind.Reordered, scene.Kinds());
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_PublisherOvertakenByItself_FindsReordered(string channel)
    {
        Scene scene = new(channel);
        int first = scene.Ledger.Begin(channel, "publisher");
        int second = scene.Ledger.Begin(channel, "publisher");
        scene.Append(second);
        scene.Append(first);
        scene.Finds(BreachKind.Reordered);
    }

    [Fact]
    public void Check_RepetitionInTheNextEpoch_FindsNothing()
    {
        Scene scene = new(Memory);
        int first = scene.Ledger.Begin(Memory, "publisher");
        int second = scene.Ledger.Begin(Memory, "publisher");
        scene.Ledger.Acknowledge(first, new StreamPosition("A", 5)); // nobody saw it there: the silo was killed
        scene.Forget("B");
        scene.Append(second);
        scene.Append(first);
        scene.Finds();
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_RecoveredFromAnotherEpoch_FindsFalseRecovery(string channel)
    {
        Scene scene = new(channel);
        scene.Broken[3] = new Observation.Recovered(new StreamPosition("B", 2), Carried: true);
        Assert.Contains(BreachKind.FalseRecovery, scene.Kinds());
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Check_NotRecoveredInTheSameEpoch_FindsNotRecovered(string channel)
    {
        Scene scene = new(channel);
        scene.Broken[3] = new Observation.NotRecovered(new StreamPosition("A", 2));
        scene.Finds(BreachKind.NotRecovered);
    }

    [Fact]
    public void Check_StoredForgets_FindsNotRecoveredAndEpochChanged()
    {
        Scene scene = new(Stored);
        scene.Forget("B");
        scene.Finds(BreachKind.NotRecovered, BreachKind.NotRecovered, BreachKind.EpochChanged);
    }

    [Fact]
    public void Check_StoredAnswersFromAnotherEpoch_FindsEpochChanged()
    {
        Scene scene = new(Stored);
        scene.Ledger.Acknowledge(4, new StreamPosition("B", 4));
        scene.Finds(BreachKind.EpochChanged);
    }

    [Fact]
    public void Check_MemoryForgetsAndSaysSo_FindsNothing()
    {
        Scene scene = new(Memory);
        scene.Forget("B");
        scene.Finds();
    }

    [Fact]
    public void Check_MemoryForgetsWhereItMayNot_FindsEpochChanged()
    {
        Scene scene = new(Memory) { MemoryLasts = true };
        scene.Forget("B");
        Assert.Contains(BreachKind.EpochChanged, scene.Kinds());
    }

    [Fact]
    public void Check_MemoryForgetsSilently_FindsNotAtTop()
    {
        Scene scene = new(Memory);
        scene.Forget("B");
        scene.Broken.RemoveAt(scene.Broken.Count - 1);
        scene.Finds(BreachKind.NotAtTop);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("one two three")]
    [InlineData("one three")]
    public void Check_OthersPresent_FindsWrongPresence(string shown)
    {
        Scene scene = new(Stored);
        scene.Presence.Add(Sight("one two", shown));
        scene.Finds(BreachKind.WrongPresence);
    }

    [Fact]
    public void Check_AllPresent_FindsNothing()
    {
        Scene scene = new(Stored);
        scene.Presence.Add(Sight("one two", "two one"));
        scene.Finds();
    }

    [Theory]
    [InlineData("join 1, leave 11, leave 12")] // sooner than a lease ends twice
    [InlineData("leave 11, leave 60")]
    [InlineData("leave 11, join 20, leave 30, leave 31")]
    [InlineData("leave 2, leave 3")] // while it was there
    public void Check_LeaveTwice_FindsDoubledLeave(string told)
    {
        Scene scene = new(Stored);
        scene.End(10);
        scene.Tell("watcher", "A", told);
        scene.Tell("other", "A", "join 1, leave 11");
        scene.Finds(BreachKind.DoubledLeave);
    }

    [Theory]
    [InlineData("join 1, leave 11")]
    [InlineData("leave 11")]
    [InlineData("leave 11, join 20, leave 21")]
    [InlineData("leave 2, leave 11")] // a lease had ended, and the join that followed was not told
    public void Check_LeaveOnceAStay_FindsNothing(string told)
    {
        Scene scene = new(Stored);
        scene.End(10);
        scene.Tell("watcher", "A", told);
        scene.Finds();
    }

    [Fact]
    public void Check_ReturnSeenByAnotherWatcher_FindsNothing()
    {
        Scene scene = new(Stored);
        scene.End(10);
        scene.Tell("watcher", "A", "leave 11, leave 21"); // its edge missed the join, which is told at most once
        scene.Tell("other", "A", "leave 11, join 20, leave 21");
        scene.Finds();
    }

    [Theory]
    [InlineData("edge1", 13, false)] // the same leave, by the link of another edge
    [InlineData("edge1", 16, true)]
    [InlineData("edge0", 13, true)]
    public void Check_LeaveAgainThroughAnotherConnection_FindsItWhereItCannotBeTheSame(string edge, int second, bool isDoubled)
    {
        Scene scene = new(Stored);
        scene.End(10);
        scene.Tell("watcher", "A", "leave 11", "#1 to edge0");
        scene.Tell("watcher", "A", $"leave {second}", $"#2 to {edge}");
        if (isDoubled)
        {
            scene.Finds(BreachKind.DoubledLeave);
        }
        else
        {
            scene.Finds();
        }
    }

    [Fact]
    public void Check_LeaveInTwoEpochs_FindsNothing()
    {
        Scene scene = new(Memory);
        scene.End(10);
        scene.Tell("watcher", "A", "leave 11");
        scene.Tell("watcher", "B", "leave 12");
        scene.Finds();
    }

    private static PresenceSight Sight(string there, string shown) => new(Stored, "edge0", there.Split(' ').ToHashSet(), shown.Split(' ').ToHashSet());

    /// <summary>Four publications in one channel; a client that sees them as they come, and one that recovers the last two.</summary>
    private sealed class Scene
    {
        private readonly string _channel;
        private readonly List<Observation> _witness;
        private readonly MemberLog _members = new();
        private StreamPosition _top = new("A", 4);

        public Scene(string channel)
        {
            _channel = channel;
            for (int i = 0; i < 4; i++)
            {
                int number = Ledger.Begin(channel, "publisher");
                Ledger.Acknowledge(number, new StreamPosition("A", number));
            }

            _witness = [new Observation.Subscribed(new StreamPosition("A", 0)), Seen(1), Seen(2), Seen(3), Seen(4)];
            Broken = [_witness[0], Seen(1), Seen(2), new Observation.Recovered(new StreamPosition("A", 2), Carried: true), Seen(3), Seen(4)];
        }

        public bool MemoryLasts { get; init; }

        public Ledger Ledger { get; } = new();

        public List<Observation> Broken { get; }

        public List<PresenceSight> Presence { get; } = [];

        public long Deliveries => Check() is var verdict ? verdict.Lasting.Deliveries + verdict.Forgetful.Deliveries : 0;

        /// <summary>Both see one more publication.</summary>
        public void Append(int number)
        {
            _top = _top with { Offset = _top.Offset + 1 };
            _witness.Add(new Observation.Seen(_top.Offset, number));
            Broken.Add(new Observation.Seen(_top.Offset, number));
        }

        /// <summary>The channel begins a new stream, and tells both.</summary>
        public void Forget(string epoch)
        {
            _top = new StreamPosition(epoch, 0);
            _witness.Add(new Observation.NotRecovered(_top));
            Broken.Add(new Observation.NotRecovered(_top));
        }

        /// <summary>The member's connection ends at a second.</summary>
        public void End(int second) => _members.End("member", At(second));

        /// <summary>A watcher is told things at seconds.</summary>
        public void Tell(string watcher, string epoch, string told, string through = "")
        {
            foreach (string[] words in told.Split(", ").Select(static what => what.Split(' ')))
            {
                _members.Add(new MemberEvent(watcher, _channel, epoch, "member", words[0] == "join", At(int.Parse(words[1], CultureInfo.InvariantCulture)), through));
            }
        }

        public IEnumerable<BreachKind> Kinds() => Check().Breaches.Select(static b => b.Kind);

        public void Finds(params BreachKind[] expected) => Assert.Equal(expected.Order(), Kinds().Order());

        private RunVerdict Check() => RunChecker.Check(new RunHistory(
            [Write("witness", _witness), Write("broken", Broken)],
            Ledger.Sent,
            new Dictionary<string, StreamPosition> { [_channel] = _top },
            _members,
            Presence,
            channel => !MemoryLasts && !ClusterSettings.IsStored(channel)));

        private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

        private static Observation.Seen Seen(int number) => new Observation.Seen(number, number);

        private Journal Write(string client, List<Observation> observations)
        {
            Journal journal = new(client, _channel);
            observations.ForEach(journal.Add);
            return journal;
        }
    }
}
