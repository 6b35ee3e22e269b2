using System.Diagnostics;
using OpenTelemetry;

namespace Stratus.Realtime.Telemetry;

/// <summary>
/// Traces begin with a publication or a command of the API. What Orleans would begin one with are the cluster's own calls, such
/// as heartbeats: they are not recorded, here or where they lead.
/// </summary>
internal sealed class RootFilter : BaseProcessor<Activity>
{
    private const string Orleans = "Microsoft.Orleans";

    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.ParentSpanId == default && data.Source.Name.StartsWith(Orleans, StringComparison.Ordinal))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            data.IsAllDataRequested = false;
        }
    }
}
