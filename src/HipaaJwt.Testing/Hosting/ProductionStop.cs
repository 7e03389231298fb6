using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Testing.Hosting;

/// <summary>Stops a host in production before any other service starts: its trusted issuers have the keys of test issuers.</summary>
internal sealed class ProductionStop : IHostedLifecycleService
{
    private readonly IHostEnvironment _environment;

    public ProductionStop(IHostEnvironment environment) => _environment = environment;

    public Task StartingAsync(CancellationToken cancellationToken) => _environment.IsProduction()
        ? throw new InvalidOperationException(
            "AddHipaaJwtTesting was called in the environment Production. It replaces the keys of all trusted issuers, so anyone with the "
            + "test kit could create tokens. Remove the call from the application, or start the test with another environment, such as "
            + "builder.UseEnvironment(\"Development\").")
        : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
