using Microsoft.AspNetCore.Http.Features;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Upgrades;

/// <summary>ASP.NET Core's request as the protocol's handshake value, and its answer back.</summary>
internal static class HandshakeMapping
{
    public static HandshakeRequest ToHandshake(HttpContext context)
    {
        HttpRequest request = context.Request;
        return new HandshakeRequest(request.Method, Version(request.Protocol), Target(context), HeaderFields.From(request.Headers))
        {
            Scheme = request.Scheme,
            Protocol = context.Features.Get<IHttpExtendedConnectFeature>()?.Protocol,
        };
    }

    /// <summary>Takes back an acceptance that Kestrel, which reads some headers more strictly, would not carry out.</summary>
    public static HandshakeResult Confirm(HttpContext context, HandshakeResult result)
    {
        bool possible = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }
            || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
        return result is HandshakeResult.Accepted && !possible ? HandshakeResult.Refuse(HandshakeRule.ConnectionHeader) : result;
    }

    /// <summary>Answers with a refusal: its status, its headers, and a line that says what was wrong.</summary>
    public static async Task RefuseAsync(HttpContext context, HandshakeResult.Refused refused)
    {
        context.Response.StatusCode = refused.Status;
        SetHeaders(context.Response, refused.Headers);
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(refused.Reason + "\n", context.RequestAborted);
    }

    public static void SetHeaders(HttpResponse response, HeaderFields headers)
    {
        foreach (HeaderField field in headers)
        {
            response.Headers[field.Name] = field.Value;
        }
    }

    private static HandshakeHttpVersion Version(string protocol) =>
        HttpProtocol.IsHttp2(protocol) ? HandshakeHttpVersion.Http2
        : HttpProtocol.IsHttp10(protocol) ? HandshakeHttpVersion.Http10
        : HandshakeHttpVersion.Http11;

    private static string Target(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>() is { RawTarget: { Length: > 0 } raw } ? raw : context.Request.Path + context.Request.QueryString;
}
