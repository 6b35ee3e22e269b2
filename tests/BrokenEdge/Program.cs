// An edge whose gateway lies: the checker of the fault runs has to notice.
//   drop|double, and then the arguments of an edge
using Stratus.Realtime.BrokenEdge;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Silo.Hosting;

if (args is not [string text, ..] || !Enum.TryParse(text, ignoreCase: true, out Lie lie))
{
    await Console.Error.WriteLineAsync($"usage: {string.Join("|", Enum.GetNames<Lie>())} EDGE-ARGUMENTS");
    return 2;
}

return await EdgeApplication.RunAsync(args[1..], builder =>
{
    builder.AddStratusCluster();
    ServiceDescriptor honest = builder.Services.Last(service => service.ServiceType == typeof(IChannelGateway));
    builder.Services.Remove(honest);
    builder.Services.AddSingleton<IChannelGateway>(provider =>
        new BrokenGateway((IChannelGateway)ActivatorUtilities.CreateInstance(provider, honest.ImplementationType!), lie));
});
