using System.Diagnostics.Metrics;
using System.Globalization;
using Stratus.Realtime.Edge.Telemetry;

namespace Stratus.Realtime.Edge.Api;

/// <summary>What is asked of the server API and how it is answered, on the edge's meter.</summary>
internal sealed class ApiMetrics
{
    private readonly Counter<long> _commands;
    private readonly Counter<long> _refused;

    public ApiMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(EdgeMetrics.MeterName);
        _commands = meter.CreateCounter<long>("stratus.api.commands", "{command}", "Commands of the server API, by method and outcome: ok, or the code of the error.");
        _refused = meter.CreateCounter<long>("stratus.api.refused", "{request}", "Requests that hold no command to carry out, by route and HTTP status.");
    }

    public void Executed(string method, ApiAnswer answer) => _commands.Add(
        1, new("method", method), new("outcome", answer is ApiAnswer.Refused refused ? refused.Error.Code.ToString(CultureInfo.InvariantCulture) : "ok"));

    public void Refused(string route, int status) => _refused.Add(1, new("route", route), new("status", status));
}
