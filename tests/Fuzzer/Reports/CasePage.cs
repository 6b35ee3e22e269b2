using Stratus.Realtime.Fuzzer.Running;
namespace Stratus.Realtime.Fuzzer.Reports;
internal static class CasePage { public static string Write(CaseResult result) => result.Id; }
