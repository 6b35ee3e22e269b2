using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Tests.Options;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Edge.Tests.Docs;

public sealed class OptionsDocumentTests
{
    private const string Default = "Channels:Default:";
    private const string Namespace = "Channels:Namespaces:<name>:";

    private const string Example = """
        {
          "Kestrel": {
            "Endpoints": {
              "Public": {
                "Url": "https://0.0.0.0:443",
                "Certificate": { "Path": "/etc/stratus/tls.pem", "KeyPath": "/etc/stratus/tls.key" }
              }
            }
          },
          "Edge": {
            "Origins": { "Allowed": [ "https://chat.example" ] }
          },
          "Clients": {
            "Tokens": {
              "Keys": [ { "Id": "2026-1", "Algorithm": "ES256", "PublicKeyFile": "/etc/stratus/tokens.pem" } ],
              "Issuer": "https://login.example"
            }
          },
          "Channels": {
            "Namespaces": {
              "chat": {
                "HistorySize": 1000,
                "HistoryAge": "1.00:00:00",
                "Presence": true,
                "JoinLeave": true,
                "SlowReaders": "CatchUp",
                "Publish": "Subscribers"
              },
              "news": {
                "HistorySize": 100,
                "Subscribe": "Users"
              }
            }
          }
        }
        """;

    [Fact]
    public void Document_ComparedWithTheOptionTable_IsUpToDate() => Repository.AssertUpToDate("CONFIGURATION.md", Write());

    [Fact]
    public void Document_EveryOption_HasARow()
    {
        string text = Write();

        Assert.All(OptionTable.Rows, row => Assert.Contains($"\n| `{Documented(row.Key.ToString())}`", text, StringComparison.Ordinal));
    }

    // The document shows one of the two, and speaks for both.
    [Fact]
    public void Rows_OfTheDefaultNamespace_AreThoseOfEveryNamespace()
    {
        Assert.Equal(RowsBelow(Namespace), RowsBelow(Default));

        static IEnumerable<string> RowsBelow(string section) => OptionTable.Rows
            .Where(r => r.Key.ToString().StartsWith(section, StringComparison.Ordinal))
            .Select(r => $"{r.Key.ToString()[section.Length..]} {DefaultOf(r)} {r.Range} {r.Meaning}");
    }

    [Fact]
    public void Example_Checked_IsValid()
    {
        using MemoryStream file = new(Encoding.UTF8.GetBytes(Example));

        Assert.Empty(OptionCheck.Check(new ConfigurationBuilder().AddJsonStream(file).Build()));
    }

    private static string Write()
    {
        StringBuilder text = new();
        text.Append("""
            # Configuration

            Generated from the option table of src/Edge; a test compares this file with it.
            After a change: `STRATUS_UPDATE_DOCS=1 dotnet test tests/Edge.Tests --filter OptionsDocument`.

            Options are ordinary .NET configuration. The later of these wins:

            1. `appsettings.json` beside the edge, then `appsettings.ENVIRONMENT.json`: Production, unless `ASPNETCORE_ENVIRONMENT`
               says otherwise (Development with `dotnet run` and `infra/run`);
            2. environment variables, with two underscores for a colon: `Clients__Limits__MaxChannels=64`, `Api__Keys__0=...`;
            3. arguments: `--Clients:Limits:MaxChannels=64`.

            In a list `<n>` is the place, counted from 0; `<name>` is a name of your own. Durations are written hh:mm:ss, hh:mm:ss.fff or
            d.hh:mm:ss: a day is `1.00:00:00`. A value outside its range, a key that is not listed, or options that do not go together end
            the edge at start with exit code 1 and a line for each that says what would be right. The cluster build
            reads `Cluster`, too ([CLUSTER.md](CLUSTER.md)), and both `OTEL_...` ([telemetry.md](telemetry.md)); other sections are not the
            edge's and are not looked at. The values of keys and secrets are never shown or logged.

            Without any configuration the edge is closed: no client may connect, there are no namespaces, and the server API and the admin
            page have no keys. In Development anonymous clients may connect, the namespaces `chat` (with history and presence) and
            `bench` (without) let anyone do everything, and a key is made and printed where none is configured.

            **What changes without a restart.** Options marked ↻ are read again when an `appsettings` file changes, and the files that they
            name when those change. With anything wrong in it, what held before stays in use and the log says why. All other options hold
            from the next start. To rotate a key, add the new one, let everybody use it, and remove the old one.

            ## An example for production


            """);
        text.Append("```json\n").Append(Example).Append("\n```\n\n");
        text.Append("""
            Secrets are better given by the environment: `Api__Keys__0`, `Admin__Key`.

            """);
        foreach (OptionSection section in OptionSection.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## `{section.Name}`\n\n{section.About}\n\n| key | default | range | meaning |\n|---|---|---|---|\n");
            foreach (OptionRow row in OptionTable.Rows.Where(r => Documented(r.Key.ToString()) == r.Key.ToString() && OptionSection.Of(r.Key.ToString()) == section))
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{row.Key}`{(row.IsReloaded ? " ↻" : "")} | {DefaultOf(row)} | {row.Range} | {row.Meaning} |\n");
            }
        }

        text.Append("""

            ## Addresses and TLS

            Listening addresses, TLS and HTTP/2 are Kestrel's own configuration: `--urls http://127.0.0.1:9000`, or `Kestrel:Endpoints`
            with `Url`, `Protocols` and `Certificate`. Without any, the edge listens on http://127.0.0.1:8080. HTTP/2 needs TLS, or a
            clear-text port of its own with `Protocols=Http2`.

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Documented(string key) =>
        key.StartsWith(Default, StringComparison.Ordinal) ? Namespace + key[Default.Length..] : key;

    private static string DefaultOf(OptionRow row) => OptionClasses.Defaults[row.Key.ToString()] switch
    {
        null => "none",
        bool on => on ? "true" : "false",
        TimeSpan duration => OptionRow.Write(duration),
        object value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
