namespace Stratus.Realtime.Silo.Hosting;

/// <summary>A service that stops when all others have: the edge still needs the cluster while it drains, though all services stop at the same time.</summary>
/// <param name="inner">The service.</param>
/// <param name="before">What is to be done before it stops.</param>
internal sealed class StopLast(IHostedService inner, Func<CancellationToken, Task> before) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await before(cancellationToken);
        await inner.StopAsync(cancellationToken);
    }

    /// <summary>Lets the services that something registers stop last.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="register">Registers them.</param>
    /// <param name="before">What is to be done before they stop.</param>
    public static void Wrap(IServiceCollection services, Action register, Func<IServiceProvider, CancellationToken, Task> before)
    {
        HashSet<ServiceDescriptor> others = [.. services];
        register();
        for (int i = 0; i < services.Count; i++)
        {
            ServiceDescriptor added = services[i];
            if (added.ServiceType == typeof(IHostedService) && !others.Contains(added))
            {
                services[i] = ServiceDescriptor.Singleton<IHostedService>(provider =>
                    new StopLast(Make(added, provider), cancellation => before(provider, cancellation)));
            }
        }
    }

    private static IHostedService Make(ServiceDescriptor descriptor, IServiceProvider provider) => (IHostedService)(
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));
}
