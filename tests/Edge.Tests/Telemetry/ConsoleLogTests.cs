using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Hosting;

namespace Stratus.Realtime.Edge.Tests.Telemetry;

public sealed class ConsoleLogTests
{
    // Event loops log, and must not wait for whoever reads the console.
    [Theory]
    [InlineData(ConsoleLoggerQueueFullMode.DropWrite)]
    [InlineData(ConsoleLoggerQueueFullMode.Wait, "--Logging:Console:QueueFullMode=Wait")]
    public async Task Console_ThatNobodyReads_StopsNothingUnlessConfigured(ConsoleLoggerQueueFullMode expected, params string[] arguments)
    {
        await using WebApplication app = EdgeApplication.Build(arguments);

        Assert.Equal(expected, app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.QueueFullMode);
    }
}
