using Stratus.Realtime.SignalRPeer;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSignalR();

WebApplication app = builder.Build();
app.MapHub<GroupHub>("/hub");
// Branches of their own, so that the hub's requests do not pass through the middleware.
app.Map("/echo", branch => branch.UseWebSockets().Run(MiddlewareEcho.RunWithBufferAsync));
app.Map("/idle", branch => branch.UseWebSockets().Run(MiddlewareEcho.RunWithoutBufferAsync));
app.Run();
