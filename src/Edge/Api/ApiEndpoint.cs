using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Api;

/// <summary>
/// The server API over HTTP: <c>POST /api/METHOD</c> with a command's arguments as a JSON object. What is wrong with the
/// request is said in HTTP's terms; what is wrong with the command has status 200 and an error in the answer, as public
/// SDKs expect.
/// </summary>
internal sealed class ApiEndpoint(ApiKeys keys, ApiDispatcher dispatcher, ApiLimits limits, ApiMetrics metrics)
{
    public const string MethodParameter = "method";

    private const string Route = "/api";

    /// <summary>One command; the method is in the path.</summary>
    public async Task HandleMethodAsync(HttpContext context)
    {
        string method = (string?)context.GetRouteValue(MethodParameter) ?? "";
        if (!await AdmitAsync(context))
        {
            return;
        }

        if (!dispatcher.Knows(method))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "Unknown method", $"The methods are {string.Join(", ", dispatcher.Methods)}.");
            return;
        }

        if (await ReadAsync(context) is not { } body)
        {
            return;
        }

        if (!JsonBody.IsObject(body))
        {
            await RefuseJsonAsync(context, "The body must be one JSON object in UTF-8: the arguments of the command, {} when there are none.");
            return;
        }

        using Activity? span = StartSpan(context.Request, method);
        ArrayBufferWriter<byte> answer = new();
        ApiWriter.Write(answer, await dispatcher.ExecuteAsync(method, body));
        await ApiProblem.WriteAsync(context, "application/json", answer.WrittenMemory);
    }

    /// <summary>
    /// Commands with the method in the body, <c>{"method", "params"}</c>, one a line, as older public SDKs send them;
    /// carried out in order and answered in order, one a line.
    /// </summary>
    public async Task HandleCommandsAsync(HttpContext context)
    {
        if (!await AdmitAsync(context) || await ReadAsync(context) is not { } body)
        {
            return;
        }

        if (!JsonBody.TryCountObjects(body, out int count))
        {
            await RefuseJsonAsync(context, "The body must be JSON objects {\"method\", \"params\"} in UTF-8, one a line.");
            return;
        }

        if (count > limits.MaxBatchCommands)
        {
            string most = limits.MaxBatchCommands.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "Too many commands", $"A request may hold {most} commands (Api:MaxBatchCommands).");
            return;
        }

        using Activity? span = StartSpan(context.Request, "commands");
        ArrayBufferWriter<byte> answers = new();
        foreach (ReadOnlyMemory<byte> command in JsonBody.SplitObjects(body))
        {
            if (answers.WrittenCount != 0)
            {
                answers.Write("\n"u8);
            }

            ApiWriter.Write(answers, await dispatcher.ExecuteAsync(command));
        }

        await ApiProblem.WriteAsync(context, "application/json", answers.WrittenMemory);
    }

    // A trace goes on from whoever asks (W3C Trace Context §2), not from ASP.NET Core's own activity, which nobody exports.
    private static Activity? StartSpan(HttpRequest request, string method) =>
        ChannelTraces.IsListenedTo
            ? ChannelTraces.Start("api " + method, ActivityKind.Server, request.Headers.TraceParent, request.Headers.TraceState)
            : null;

    // The key comes before everything else: without one nothing is learned, and no body is read.
    private async ValueTask<bool> AdmitAsync(HttpContext context)
    {
        if (!keys.Accept(context.Request.Headers))
        {
            context.Response.Headers.WWWAuthenticate = ApiKeys.Scheme;
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "No valid API key", keys.IsClosed
                ? $"The API is closed: no key is configured. Set Api:Keys:0 (environment variable Api__Keys__0) to a secret of at least 16 characters and send it in the header {ApiKeys.Header}."
                : $"Send one of the configured keys (Api:Keys) in the header {ApiKeys.Header}, or as \"Authorization: {ApiKeys.Scheme} KEY\".");
            return false;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed", "Commands are sent with POST.");
            return false;
        }

        return true;
    }

    private async ValueTask<byte[]?> ReadAsync(HttpContext context)
    {
        byte[]? body = await RequestBody.ReadAsync(context, limits.MaxBodyOctets);
        if (body is null)
        {
            string most = limits.MaxBodyOctets.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "Body too large", $"A body may have {most} octets (Api:MaxBodyOctets).");
        }

        return body;
    }

    private Task RefuseJsonAsync(HttpContext context, string detail) =>
        RefuseAsync(context, StatusCodes.Status400BadRequest, "Not a JSON object", detail);

    private Task RefuseAsync(HttpContext context, int status, string title, string detail)
    {
        metrics.Refused(Route, status);
        return ApiProblem.WriteAsync(context, status, title, detail);
    }
}
