using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.Admin;
using Stratus.Realtime.Edge.Api;

namespace Stratus.Realtime.Edge.Pages;

/// <summary>Pages that are the same for everyone: the demo at / and the operators' page at /admin. Nothing in them comes from elsewhere.</summary>
internal static class StaticPages
{
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self' ws: wss:; img-src data:; frame-ancestors 'none'";

    private static readonly string DemoPage = Load("demo.html");
    private static readonly string AdminPage = Load("admin.html");

    public static IResult Demo(HttpContext context) => Html(context, DemoPage);

    /// <summary>The operators' page; where there is no key for it there is no page.</summary>
    public static IResult Admin(HttpContext context, AdminKeys keys) => keys.IsClosed
        ? Results.Text("There is no admin page: Admin:Key is not configured (docs/CONFIGURATION.md)\n", statusCode: StatusCodes.Status404NotFound)
        : Html(context, AdminPage);

    /// <summary>What the demo may know of the server: in Development the key, so that its example can be copied and run.</summary>
    public static IResult DemoSettings(DevelopmentKeys keys)
    {
        if (keys.Key is not { } key)
        {
            return Results.NotFound();
        }

        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("development", true);
            writer.WriteString("apiKey", key);
            writer.WriteEndObject();
        }

        return Results.Text(Encoding.UTF8.GetString(json.ToArray()), "application/json; charset=utf-8");
    }

    public static IResult Html(HttpContext context, string page)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Content(page, "text/html; charset=utf-8");
    }

    public static string Load(string name)
    {
        using Stream resource = typeof(StaticPages).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(resource);
        return reader.ReadToEnd();
    }
}
