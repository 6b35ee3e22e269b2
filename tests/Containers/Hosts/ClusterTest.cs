namespace Stratus.Realtime.Containers.Hosts;

/// <summary>A test on the cluster: when it fails, the logs of the containers follow.</summary>
[Collection(OneCluster.Name)]
public abstract class ClusterTest(ClusterFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    protected ClusterFixture Fixture => fixture;

    protected ITestOutputHelper Output => output;

    /// <summary>Skips the test, and says why where dotnet test shows it.</summary>
    protected static void SkipWhen(bool condition, string why)
    {
        if (condition)
        {
            TestContext.Current.SendDiagnosticMessage($"A container test is skipped. {why}");
            Assert.Skip(why);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            output.WriteLine(fixture.Images);
            output.WriteLine(await fixture.LogsAsync());
        }
    }
}
