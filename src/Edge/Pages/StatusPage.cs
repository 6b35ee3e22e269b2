using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Pages;

/// <summary>The page at /wire: what is running, and a way to talk to the echo route by hand.</summary>
internal static class StatusPage
{
    private static readonly string Template = StaticPages.Load("index.html");

    public static IResult Handle(
        HttpContext context, IOptions<LimitOptions> limits, IOptions<CompressionOptions> compression, PageFacts facts)
    {
        bool compresses = compression.Value.Enabled && WebSocketConnection.IsDeflateAvailable;
        string page = Template
            .Replace("{{version}}", Encode(PageFacts.Version), StringComparison.Ordinal)
            .Replace("{{build}}", Encode(PageFacts.Build), StringComparison.Ordinal)
            .Replace("{{started}}", Encode(facts.Started.ToString("O", CultureInfo.InvariantCulture)), StringComparison.Ordinal)
            .Replace("{{runtime}}", Encode(RuntimeInformation.FrameworkDescription), StringComparison.Ordinal)
            .Replace("{{compression}}", compresses ? "permessage-deflate on" : "permessage-deflate off", StringComparison.Ordinal)
            .Replace("{{limits}}", Encode(Describe(limits.Value)), StringComparison.Ordinal);
        return StaticPages.Html(context, page);
    }

    private static string Describe(LimitOptions limits) =>
        string.Create(CultureInfo.InvariantCulture, $"messages up to {limits.MaxMessageOctets:N0} octets in at most {limits.MaxFragments:N0} fragments");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
