#if CLUSTER
using Stratus.Realtime.Silo.Hosting;
#endif
using Stratus.Realtime.Telemetry;

// Completions run on the socket's own thread instead of hopping to the pool; only together with 64-KiB memory blocks and
// inline scheduling (UseStratusKestrel). The runtime reads the variable once, so this must be the first line.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
#if CLUSTER
return await Stratus.Realtime.Edge.Hosting.EdgeApplication.RunAsync(args, static builder =>
{
    builder.AddStratusTelemetry("stratus-edge");
    builder.AddStratusCluster();
});
#else
return await Stratus.Realtime.Edge.Hosting.EdgeApplication.RunAsync(args, static builder => builder.AddStratusTelemetry("stratus-edge"));
#endif
