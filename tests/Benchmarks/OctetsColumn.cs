using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// The output octets beside every time: a faster compressor that compresses less has not won. A benchmark that returns an
/// int returns the octets that it made; the mean of some calls is shown, since a compressor with a context varies.
/// </summary>
internal sealed class OctetsColumn : IColumn
{
    private const int Calls = 64;

    public string Id => nameof(OctetsColumn);

    public string ColumnName => "Output octets";

    public string Legend => "Mean octets made by one operation";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(ReturnsOctets);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => !ReturnsOctets(benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => ReturnsOctets(benchmarkCase) ? Measure(benchmarkCase) : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static bool ReturnsOctets(BenchmarkCase benchmark) => benchmark.Descriptor.WorkloadMethod.ReturnType == typeof(int);

    private static string Measure(BenchmarkCase benchmark)
    {
        Descriptor descriptor = benchmark.Descriptor;
        object instance = Activator.CreateInstance(descriptor.Type)!;
        foreach (ParameterInstance parameter in benchmark.Parameters.Items)
        {
            PropertyInfo property = descriptor.Type.GetProperty(parameter.Name)!;
            property.SetValue(instance, parameter.Value);
        }

        descriptor.GlobalSetupMethod?.Invoke(instance, []);
        long octets = 0;
        for (int i = 0; i < Calls; i++)
        {
            octets += (int)descriptor.WorkloadMethod.Invoke(instance, [])!;
        }

        descriptor.GlobalCleanupMethod?.Invoke(instance, []);
        return (octets / Calls).ToString("N0", CultureInfo.InvariantCulture);
    }
}
