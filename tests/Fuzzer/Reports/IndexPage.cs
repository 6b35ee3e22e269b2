namespace Stratus.Realtime.Fuzzer.Reports;
internal static class IndexPage { public static string Write(IndexTable table) => string.Join(' ', table.Ids); }
