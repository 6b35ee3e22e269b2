namespace Stratus.Realtime.Cluster.Telemetry;

/// <summary>A span as a collector gets it.</summary>
/// <param name="Service">The service.name of the process.</param>
/// <param name="Instance">Its service.instance.id.</param>
/// <param name="Source">The instrumentation scope.</param>
/// <param name="Trace">The trace's id.</param>
/// <param name="Id">Its own.</param>
/// <param name="Parent">The parent's; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Links">The ids of spans that it is linked to.</param>
/// <param name="Tags">Its attributes.</param>
internal sealed record ExportedSpan(
    string Service, string Instance, string Source, string Trace, string Id, string Parent, string Name,
    IReadOnlyList<string> Links, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The spans of an ExportTraceServiceRequest (opentelemetry-proto, trace/v1).</summary>
    public static IReadOnlyList<ExportedSpan> Read(ReadOnlySpan<byte> request)
    {
        List<ExportedSpan> spans = [];
        ProtobufReader fields = new(request);
        while (fields.Next())
        {
            ReadResource(fields.Value, spans);
        }

        return spans;
    }

    private static void ReadResource(ReadOnlySpan<byte> message, List<ExportedSpan> spans)
    {
        Dictionary<string, string> resource = [];
        ProtobufReader fields = new(message);
        while (fields.Next())
        {
            if (fields.Field > 2)
            {
                continue; // the schema's URL
            }

            ProtobufReader inner = new(fields.Value);
            string source = "";
            while (inner.Next())
            {
                switch (fields.Field, inner.Field)
                {
                    case (1, 1):
                        ReadTag(inner.Value, resource);
                        break;
                    case (2, 1):
                        ProtobufReader scope = new(inner.Value);
                        source = scope.Next() ? scope.Text : "";
                        break;
                    case (2, 2):
                        spans.Add(ReadSpan(inner.Value, resource, source));
                        break;
                }
            }
        }
    }

    private static ExportedSpan ReadSpan(ReadOnlySpan<byte> message, Dictionary<string, string> resource, string source)
    {
        (string trace, string id, string parent, string name) = ("", "", "", "");
        List<string> links = [];
        Dictionary<string, string> tags = [];
        ProtobufReader fields = new(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    trace = fields.Hex;
                    break;
                case 2:
                    id = fields.Hex;
                    break;
                case 4:
                    parent = fields.Hex;
                    break;
                case 5:
                    name = fields.Text;
                    break;
                case 9:
                    ReadTag(fields.Value, tags);
                    break;
                case 13:
                    links.Add(ReadLink(fields.Value));
                    break;
            }
        }

        return new ExportedSpan(
            resource.GetValueOrDefault("service.name", ""), resource.GetValueOrDefault("service.instance.id", ""), source, trace, id, parent, name, links, tags);
    }

    private static string ReadLink(ReadOnlySpan<byte> message)
    {
        ProtobufReader fields = new(message);
        while (fields.Next() && fields.Field != 2)
        {
            // The link's trace.
        }

        return fields.Hex;
    }

    // Of values only texts and integers are wanted.
    private static void ReadTag(ReadOnlySpan<byte> message, Dictionary<string, string> tags)
    {
        ProtobufReader fields = new(message);
        string key = "";
        while (fields.Next())
        {
            if (fields.Field == 1)
            {
                key = fields.Text;
                continue;
            }

            ProtobufReader value = new(fields.Value);
            if (value.Next())
            {
                tags[key] = value.Field == 1 ? value.Text : $"{value.Number}";
            }
        }
    }
}
