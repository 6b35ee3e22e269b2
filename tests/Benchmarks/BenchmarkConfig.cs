using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Stratus.Realtime.Benchmarks;

/// <summary>A short job in CPU time: the whole suite in a few minutes. Ratios are what it is for.</summary>
internal static class BenchmarkConfig
{
    // In this process: its CPU time is the clock, and no generated project has to fit this repository's build settings.
    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithClock(new CpuClock())
            .WithWarmupCount(3)
            .WithIterationCount(8)
            .WithIterationTime(TimeInterval.FromMilliseconds(100)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(
            DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Statistics, DefaultColumnProviders.Metrics)
        .AddColumn(new OctetsColumn())
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .HideColumns("Error", "RatioSD", "Gen0", "Gen1", "Gen2")
        .WithSummaryStyle(SummaryStyle.Default)
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
}
