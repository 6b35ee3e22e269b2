using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class SequenceCheckerTests
{
    private SequenceChecker checker;

    [Theory]
    [InlineData("0 1 2 3", "III" + "I", 4)]
    [InlineData("0 1 3 4", "IIII", 4)]                  // 2 is lost: one less than was sent
    [InlineData("2 3", "II", 2)]                        // the first ones are lost
    [InlineData("0 1 1 2", "IIDI", 3)]                  // 1 is doubled
    [InlineData("0 0 0", "IDD", 1)]
    [InlineData("0 2 1 3", "IILI", 4)]                  // 2 overtook 1
    [InlineData("0 3 1 2 4", "IILLI", 5)]
    [InlineData("0 2 1 1 2", "IILDD", 3)]               // late, then doubled
    [InlineData("5 4 3 2 1 0", "ILLLLL", 6)]
    [InlineData("0 64 1 0", "IILD", 3)]                 // the oldest one that is remembered
    [InlineData("0 65 1", "IID", 2)]                    // too late to be told from a double
    [InlineData("0 100 37 36", "IILD", 3)]
    public void Accept_Numbers_TellsWhatHappened(string numbers, string arrivals, int received)
    {
        IEnumerable<Arrival> found = numbers.Split(' ').Select(number => checker.Accept(uint.Parse(number, null)));

        Assert.Equal(arrivals, string.Concat(found.Select(arrival => arrival.ToString()[0])));
        Assert.Equal((uint)received, checker.Received);
    }

    [Fact]
    public void Accept_RandomFaults_CountsThemAll()
    {
        int seed = FuzzSeed.Next();
        Random random = new(seed);
        int lost = 0, doubled = 0, late = 0, found = 0, overtaken = 0;
        const int Sent = 10_000;
        for (uint i = 0; i < Sent; i++)
        {
            switch (random.Next(20))
            {
                case 0:
                    lost++;
                    break;
                case 1:
                    doubled++;
                    checker.Accept(i);
                    found += checker.Accept(i) == Arrival.Doubled ? 1 : 0;
                    break;
                case 2 when i + 1 < Sent:
                    late++;
                    checker.Accept(i + 1);
                    overtaken += checker.Accept(i) == Arrival.Late ? 1 : 0;
                    i++;
                    break;
                default:
                    Assert.True(checker.Accept(i) == Arrival.InOrder, $"seed {seed}: {i}");
                    break;
            }
        }

        Assert.True((lost, doubled, late) == (Sent - (int)checker.Received, found, overtaken), $"seed {seed}");
    }
}
