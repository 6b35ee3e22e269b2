using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Api;

namespace Stratus.Realtime.Edge.Admin;

/// <summary>What the admin page asks for: how the node is, which channels there are, and commands of the server API.</summary>
internal sealed class AdminEndpoint(AdminKeys keys, INodeFacts facts, IChannelGateway gateway, ApiDispatcher dispatcher, ApiLimits limits)
{
    public Task HandleNodeAsync(HttpContext context) =>
        RunAsync(context, HttpMethods.Get, () => ValueTask.FromResult(Write(facts.Read(), WriteNode)));

    public Task HandleChannelsAsync(HttpContext context) => RunAsync(context, HttpMethods.Get, async () =>
    {
        string pattern = context.Request.Query["pattern"].ToString();
        return Write(await gateway.ListChannelsAsync(pattern, ApiLimits.MaxListedChannels), WriteChannels);
    });

    public Task HandleCommandAsync(HttpContext context) => RunAsync(context, HttpMethods.Post, async () =>
    {
        if (await RequestBody.ReadAsync(context, limits.MaxBodyOctets) is not { } body)
        {
            string most = limits.MaxBodyOctets.ToString(CultureInfo.InvariantCulture);
            await ApiProblem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "Body too large", $"A body may have {most} octets (Api:MaxBodyOctets).");
            return null;
        }

        if (!JsonBody.IsObject(body))
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, "Not a JSON object", "The body must be one JSON object {\"method\", \"params\"} in UTF-8.");
            return null;
        }

        ArrayBufferWriter<byte> answer = new();
        ApiWriter.Write(answer, await dispatcher.ExecuteAsync(body));
        return answer;
    });

    /// <summary>Any other path under /admin/api.</summary>
    public Task HandleUnknownAsync(HttpContext context) => RunAsync(context, context.Request.Method, async () =>
    {
        await RefuseUnknownAsync(context);
        return null;
    });

    private static Task RefuseUnknownAsync(HttpContext context) =>
        ApiProblem.WriteAsync(context, StatusCodes.Status404NotFound, "Not found", "There is nothing here.");

    private async Task RunAsync(HttpContext context, string method, Func<ValueTask<ArrayBufferWriter<byte>?>> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (keys.IsClosed)
        {
            // As if there were no admin page at all.
            await RefuseUnknownAsync(context);
        }
        else if (!keys.Accept(context.Request.Headers))
        {
            context.Response.Headers.WWWAuthenticate = ApiKeys.Scheme;
            await ApiProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, "No valid admin key", $"Send the configured key (Admin:Key) in the header {AdminKeys.Header}.");
        }
        else if (!HttpMethods.Equals(context.Request.Method, method))
        {
            context.Response.Headers.Allow = method;
            await ApiProblem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"This route answers {method}.");
        }
        else
        {
            await AnswerAsync(context, answer);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Func<ValueTask<ArrayBufferWriter<byte>?>> answer)
    {
        try
        {
            if (await answer() is { } body)
            {
                await ApiProblem.WriteAsync(context, "application/json", body.WrittenMemory);
            }
        }
        catch (GatewayUnavailableException unavailable)
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Not available now", unavailable.Message);
        }
    }

    private static ArrayBufferWriter<byte>? Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        ArrayBufferWriter<byte> output = new();
        using Utf8JsonWriter writer = new(output, ApiWriter.Options);
        writer.WriteStartObject();
        write(writer, value);
        writer.WriteEndObject();
        writer.Flush();
        return output;
    }

    private static void WriteNode(Utf8JsonWriter writer, NodeFacts facts)
    {
        writer.WriteString("node", facts.Node.Name);
        writer.WriteString("version", facts.Node.Version);
        writer.WriteNumber("uptimeSeconds", (long)facts.Node.Uptime.TotalSeconds);
        writer.WriteNumber("connections", facts.Connections);
        writer.WriteNumber("sessions", facts.Node.Clients);
        writer.WriteNumber("users", facts.Node.Users);
        writer.WriteNumber("channels", facts.Node.Channels);
        writer.WriteNumber("publicationsPerSecond", Math.Round(facts.Rates.PublicationsPerSecond, 1));
        writer.WriteNumber("deliveriesPerSecond", Math.Round(facts.Rates.DeliveriesPerSecond, 1));
        writer.WriteNumber("commandsPerSecond", Math.Round(facts.Rates.CommandsPerSecond, 1));
        writer.WriteNumber("memoryOctets", facts.MemoryOctets);
        writer.WriteNumber("cpuSeconds", Math.Round(facts.Cpu.TotalSeconds, 2));
        writer.WriteNumber("queueOctetsHighWater", facts.QueueOctetsHighWater);
    }

    private static void WriteChannels(Utf8JsonWriter writer, IReadOnlyList<ChannelSummary> channels)
    {
        writer.WriteStartArray("channels");
        foreach (ChannelSummary channel in channels)
        {
            writer.WriteStartObject();
            writer.WriteString("channel", channel.Channel);
            writer.WriteNumber("subscribers", channel.Subscribers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
