using System.Globalization;
using System.Text;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Edge.Tests.Docs;

public sealed class OptionsDocumentTests
{
    [Fact]
    public void Document_ComparedWithTheOptionTable_IsUpToDate() => Repository.AssertUpToDate("OPTIONS.md", Write());

    private static string Write()
    {
        StringBuilder text = new();
        text.Append("""
            # Options of the edge

            Generated from the option table of src/Edge; a test compares this file with it.
            After a change: `STRATUS_UPDATE_DOCS=1 dotnet test tests/Edge.Tests`.

            They are ordinary .NET configuration: `appsettings.json` beside the edge, environment variables (`Edge__Limits__MaxFragments=64`)
            or arguments (`--Edge:Limits:MaxFragments=64`). A value outside its range, or a key that is not listed, ends the edge
            at start with exit code 1 and a line that says so. Durations are written hh:mm:ss or hh:mm:ss.fff.

            | key | default | range | meaning |
            |---|---|---|---|

            """);
        foreach (OptionRow row in OptionTable.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{row.Key}` | {Default(row)} | {row.Range} | {row.Meaning} |\n");
        }

        text.Append("""

            Listening addresses, TLS and HTTP/2 are Kestrel's own configuration: `--urls http://127.0.0.1:9000`, or `Kestrel:Endpoints`
            with `Url`, `Protocols` and `Certificate`. Without any, the edge listens on http://127.0.0.1:8080. HTTP/2 needs TLS, or a
            clear-text port of its own with `Protocols=Http2`.

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Default(OptionRow row)
    {
        (string section, string name) = (row.Key[..row.Key.LastIndexOf(':')], row.Key[(row.Key.LastIndexOf(':') + 1)..]);
        object options = section switch
        {
            LimitOptions.Section => new LimitOptions(),
            TimeOptions.Section => new TimeOptions(),
            CompressionOptions.Section => new CompressionOptions(),
            OriginOptions.Section => new OriginOptions(),
            _ => throw new InvalidOperationException($"No options class for {section}."),
        };
        object? value = options.GetType().GetProperty(name)!.GetValue(options);
        return value switch
        {
            IList<string> => "none",
            bool on => on ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
