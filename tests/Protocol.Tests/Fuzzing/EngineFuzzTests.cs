using System.Globalization;
using Stratus.Realtime.Protocol.Tests.Engine;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>
/// Eight seconds by default, and as long as STRATUS_FUZZ_SECONDS says; STRATUS_FUZZ_SEED repeats a run.
/// In a minute every rule is to be raised 100 times and 100,000 good messages are to arrive: shorter runs owe their share.
/// </summary>
[Collection(ArrayPoolUse.Name)]
public sealed class EngineFuzzTests(ITestOutputHelper log)
{
    private const double FullSeconds = 60;
    private const double DefaultSeconds = 8;

    [Fact]
    public void Engine_Received_FuzzedScripts_AgreesHoweverTheyAreCut()
    {
        double seconds = Environment.GetEnvironmentVariable("STRATUS_FUZZ_SECONDS") is { Length: > 0 } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : DefaultSeconds;
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        FuzzStatistics statistics = new EngineFuzz(seed).Run(TimeSpan.FromSeconds(seconds));
        log.WriteLine(statistics.ToString());
        double share = Math.Min(1, seconds / FullSeconds);
        Assert.All(ProtocolRules.All, row =>
            Assert.True(statistics.Rules[(int)row.Rule] >= 100 * share, $"{row.Rule}: {statistics.Rules[(int)row.Rule]} of {100 * share} (seed {seed})"));
        Assert.True(statistics.GoodMessages >= 100_000 * share, $"{statistics.GoodMessages} good messages of {100_000 * share} (seed {seed})");
    }

    [Theory]
    [InlineData(147624642)] // an unmasked close frame behind a ping of 125 octets
    public void Engine_Received_AScriptThatOnceFailed_Agrees(int scriptSeed) => new EngineFuzz(scriptSeed).RunOne(scriptSeed);

    [Fact]
    public void Engine_Received_TheSameSeedTwice_SaysTheSame()
    {
        EngineFuzz first = new(1);
        EngineFuzz second = new(1);
        for (int seed = 0; seed < 300; seed++)
        {
            first.RunOne(seed);
            second.RunOne(seed);
        }

        Assert.Equal(first.Statistics.Rules, second.Statistics.Rules);
        Assert.Equal(first.Statistics.GoodMessages, second.Statistics.GoodMessages);
        Assert.Equal(first.Statistics.Octets, second.Statistics.Octets);
    }

    [Fact]
    public void Engine_Disposed_WhateverHappened_HasReturnedItsBuffers()
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random seeds = new(seed);
        FuzzRun run = new();
        using ArrayPoolBalance balance = new();
        for (int round = 0; round < 500; round++)
        {
            int scriptSeed = seeds.Next();
            FuzzScript script = FuzzGenerator.Make(scriptSeed);
            balance.IsCounting = true;
            run.Execute(script, 1 + (scriptSeed % 50), null, reserves: false);
            balance.IsCounting = false;
            Assert.True(balance.Rented == balance.Returned, $"script seed {scriptSeed}: {balance.Rented} rented, {balance.Returned} returned");
        }

        Assert.InRange(balance.Rented, 500, int.MaxValue);
    }
}
