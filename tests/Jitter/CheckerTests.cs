using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests;

/// <summary>The checker notices everything that it is there for: a run is broken on purpose, one way at a time.</summary>
public sealed class CheckerTests
{
    private const string Channel = "jitter:1";
    private const string Epoch = "A";

    [Fact]
    public void Check_EverythingSeen_FindsNothing()
    {
        CheckResult result = new Scene().Check();
        Assert.Empty(result.Breaches);
        Assert.Equal(8, result.Deliveries);
        Assert.Equal((1, 1), (result.Recoveries, result.CarryingRecoveries));
        Assert.Equal(1, result.Epochs);
    }

    [Fact]
    public void Check_PublicationMissing_FindsLost()
    {
        Scene scene = new();
        scene.Broken.Remove(new Observation.Seen(1, 1));
        scene.Finds(BreachKind.Lost, BreachKind.Lost); // the hole, and what was acknowledged
    }

    [Fact]
    public void Check_NothingMissingButEveryoneMissedAnAcknowledged_FindsLost()
    {
        Scene scene = new();
        scene.Ledger.Acknowledge(scene.Ledger.Begin(Channel, null));
        scene.Finds(BreachKind.Lost, BreachKind.Lost);
    }

    [Fact]
    public void Check_NumberSkippedInRecovery_FindsLost()
    {
        Scene scene = new();
        scene.Broken.Remove(new Observation.Seen(3, 3));
        scene.Finds(BreachKind.Lost, BreachKind.Lost);
    }

    [Fact]
    public void Check_BegunAnewWithoutAWord_FindsLost()
    {
        Scene scene = new();
        scene.Broken[3] = new Observation.Subscribed(new StreamPosition(Epoch, 2));
        scene.Finds(BreachKind.Lost, BreachKind.IdleRecoveries);
    }

    [Fact]
    public void Check_PublicationTwice_FindsDoubled()
    {
        Scene scene = new();
        scene.Broken.Insert(2, new Observation.Seen(1, 1));
        scene.Finds(BreachKind.Doubled);
    }

    [Fact]
    public void Check_PublicationTwiceAtDifferentOffsets_FindsDoubled()
    {
        Scene scene = new();
        scene.Append(number: 1);
        scene.Finds(BreachKind.Doubled, BreachKind.Doubled);
    }

    [Fact]
    public void Check_TwoSwapped_FindsReordered()
    {
        Scene scene = new();
        (scene.Broken[4], scene.Broken[5]) = (scene.Broken[5], scene.Broken[4]);
        scene.Finds(BreachKind.Lost, BreachKind.Reordered, BreachKind.NotAtTop);
    }

    [Fact]
    public void Check_PublisherOvertakenByItself_FindsReordered()
    {
        Scene scene = new();
        int first = scene.Ledger.Begin(Channel, "publisher");
        int second = scene.Ledger.Begin(Channel, "publisher");
        scene.Append(second);
        scene.Append(first);
        scene.Finds(BreachKind.Reordered);
    }

    [Fact]
    public void Check_RecoveredInAnotherEpoch_FindsFalseRecovery()
    {
        Scene scene = new() { Rules = CheckRules.Forgetful };
        scene.Broken[3] = new Observation.Recovered(new StreamPosition("B", 2), Carried: true);
        scene.Finds(BreachKind.FalseRecovery, BreachKind.NotAtTop);
    }

    [Fact]
    public void Check_RecoveredFromAnotherOffset_FindsFalseRecovery()
    {
        Scene scene = new();
        scene.Broken[3] = new Observation.Recovered(new StreamPosition(Epoch, 1), Carried: true);
        Assert.Contains(BreachKind.FalseRecovery, scene.Kinds());
    }

    [Fact]
    public void Check_PublicationOfAnotherEpochThatFits_FindsDisagreement()
    {
        Scene scene = new() { Rules = CheckRules.Forgetful };
        int other = scene.Ledger.Begin(Channel, null);
        scene.Broken[4] = new Observation.Seen(3, other);
        Assert.Contains(BreachKind.Disagreement, scene.Kinds());
    }

    [Fact]
    public void Check_PublicationElsewhereThanAcknowledged_FindsDisagreement()
    {
        Scene scene = new();
        scene.Ledger.Acknowledge(4, new StreamPosition(Epoch, 3));
        scene.Finds(BreachKind.Disagreement);
    }

    [Fact]
    public void Check_PublicationOfAnotherChannel_FindsForeignChannel()
    {
        Scene scene = new();
        scene.AppendToBroken(scene.Ledger.Begin("jitter:2", null));
        scene.Finds(BreachKind.ForeignChannel, BreachKind.NotAtTop);
    }

    [Fact]
    public void Check_PublicationAfterUnsubscription_FindsNotSubscribed()
    {
        Scene scene = new() { Rules = CheckRules.Faulty };
        scene.Broken.Insert(3, new Observation.PositionLost());
        scene.Broken.Insert(4, new Observation.Seen(3, 3));
        scene.Finds(BreachKind.NotSubscribed);
    }

    [Fact]
    public void Check_ContentThatNobodyWrote_FindsWrongContent()
    {
        Scene scene = new();
        scene.AppendToBroken(number: 0);
        scene.Finds(BreachKind.WrongContent, BreachKind.NotAtTop);
    }

    [Fact]
    public void Check_CommandThatWasCutSeen_FindsWrongContent()
    {
        Scene scene = new();
        scene.Append(scene.Ledger.Withhold(Channel, "publisher"));
        scene.Finds(BreachKind.WrongContent, BreachKind.WrongContent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Check_NotRecoveredWhereHistoryHasAll_FindsNotRecovered(bool mayForget)
    {
        Scene scene = new() { Rules = mayForget ? CheckRules.Forgetful : CheckRules.Faulty };
        scene.Broken[3] = new Observation.NotRecovered(new StreamPosition(Epoch, 2));
        scene.Finds(BreachKind.NotRecovered, BreachKind.IdleRecoveries);
    }

    [Fact]
    public void Check_NotRecoveredWhereChannelsForget_FindsNothing()
    {
        Scene scene = new() { Rules = CheckRules.Forgetful };
        scene.Broken.Insert(6, new Observation.NotRecovered(new StreamPosition("B", 7)));
        scene.Broken.Insert(7, new Observation.Seen(8, 1)); // was being published while the channel forgot
        scene.Tops[Channel] = new StreamPosition("B", 8);
        scene.Witness.AddRange(scene.Broken.Skip(6));
        Assert.Empty(scene.Check().Breaches);
        Assert.Equal(2, scene.Check().Epochs);
    }

    [Fact]
    public void Check_PositionLostWherePlain_FindsPositionLost()
    {
        Scene scene = new();
        scene.Broken.Insert(3, new Observation.PositionLost());
        scene.Finds(BreachKind.PositionLost);
    }

    [Fact]
    public void Check_LastPublicationMissing_FindsNotAtTop()
    {
        Scene scene = new();
        scene.Broken.RemoveAt(5);
        scene.Finds(BreachKind.NotAtTop, BreachKind.Lost);
    }

    [Fact]
    public void Check_OldEpochAtTheEnd_FindsNotAtTop()
    {
        Scene scene = new() { Rules = CheckRules.Forgetful };
        scene.Tops[Channel] = new StreamPosition("B", 4);
        scene.Finds(BreachKind.NotAtTop, BreachKind.NotAtTop);
    }

    [Fact]
    public void Check_UnsubscribedAtTheEnd_FindsNotAtTop()
    {
        Scene scene = new() { Rules = CheckRules.Faulty };
        scene.Broken.Add(new Observation.PositionLost());
        scene.Finds(BreachKind.NotAtTop);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(0, 1, false)]
    public void Check_RecoveriesThatCarryNothing_FindsIdleBelowHalf(int carrying, int idle, bool isEnough)
    {
        Scene scene = new();
        scene.Broken[3] = new Observation.Recovered(new StreamPosition(Epoch, 2), Carried: carrying == 1);
        scene.Broken.AddRange(Enumerable.Repeat(new Observation.Recovered(new StreamPosition(Epoch, 4), Carried: false), carrying == 1 ? idle : idle - 1));
        Assert.Equal(isEnough, scene.Check().Breaches.Count == 0);
        Assert.Equal(!isEnough, scene.Kinds().Contains(BreachKind.IdleRecoveries));
    }

    [Fact]
    public void Check_NoRecoveries_FindsIdle()
    {
        Scene scene = new();
        scene.Broken.RemoveAt(3);
        scene.Finds(BreachKind.IdleRecoveries);
    }

    /// <summary>Four publications in one channel; a client that sees them as they come, and one that recovers the last two.</summary>
    private sealed class Scene
    {
        public Scene()
        {
            for (int i = 0; i < 4; i++)
            {
                int number = Ledger.Begin(Channel, null);
                Ledger.Acknowledge(number, new StreamPosition(Epoch, number));
            }

            Witness = [new Observation.Subscribed(new StreamPosition(Epoch, 0)), Seen(1), Seen(2), Seen(3), Seen(4)];
            Broken = [Witness[0], Seen(1), Seen(2), new Observation.Recovered(new StreamPosition(Epoch, 2), Carried: true), Seen(3), Seen(4)];
            Tops[Channel] = new StreamPosition(Epoch, 4);
        }

        public CheckRules Rules { get; init; } = CheckRules.Plain;

        public Ledger Ledger { get; } = new();

        public List<Observation> Witness { get; }

        public List<Observation> Broken { get; }

        public Dictionary<string, StreamPosition> Tops { get; } = [];

        /// <summary>Both see one more publication.</summary>
        public void Append(int number)
        {
            long offset = Tops[Channel].Offset + 1;
            Witness.Add(new Observation.Seen(offset, number));
            Broken.Add(new Observation.Seen(offset, number));
            Tops[Channel] = Tops[Channel] with { Offset = offset };
        }

        /// <summary>Only the broken one does.</summary>
        public void AppendToBroken(int number) => Broken.Add(new Observation.Seen(Tops[Channel].Offset + 1, number));

        public CheckResult Check() => Checker.Check([Write("witness", Witness), Write("broken", Broken)], Ledger.Sent, Tops, Rules);

        public IEnumerable<BreachKind> Kinds() => Check().Breaches.Select(static b => b.Kind);

        public void Finds(params BreachKind[] expected) => Assert.Equal(expected.Order(), Kinds().Order());

        private static Observation.Seen Seen(int number) => new Observation.Seen(number, number);

        private static Journal Write(string client, List<Observation> observations)
        {
            Journal journal = new(client, Channel);
            observations.ForEach(journal.Add);
            return journal;
        }
    }
}
