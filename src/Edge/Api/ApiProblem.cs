using System.Buffers;
using System.Text.Json;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Refusals in HTTP's terms (RFC 9457), for requests that hold no command.</summary>
internal static class ApiProblem
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter writer = new(body, ApiWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("title", title);
            writer.WriteNumber("status", status);
            writer.WriteString("detail", detail);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        return WriteAsync(context, "application/problem+json", body.WrittenMemory);
    }

    public static Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
