using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Stratus.Realtime.Benchmarks;

// No arguments: everything. "gate": the quick check with an exit code. Anything else is BenchmarkDotNet's, such as --filter *Echo*.
if (args is ["gate"])
{
    return Gate.Run();
}

string[] selection = args is [] ? ["--filter", "*"] : args;
IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(Gate).Assembly).Run(selection, BenchmarkConfig.Create());
return summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success)) ? 0 : 1;
