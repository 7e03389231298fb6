using System.Diagnostics;

namespace HipaaJwt.Recipes.Tests.Support;

/// <summary>
/// Observes the host that a program builds, as <c>WebApplicationFactory</c> does: <c>HostBuilding</c> may add services, <c>HostBuilt</c>
/// provides the host. Only the asynchronous flow that created the capture is observed, so programs can run at the same time.
/// </summary>
internal sealed class HostCapture : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<HostCapture?> Current = new();

    private readonly Action<IServiceCollection> _services;
    private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostCapture(Action<IServiceCollection> services) => _services = services;

    /// <summary>Runs a program until its host has started.</summary>
    /// <param name="program">The program. It returns when its host stops.</param>
    /// <param name="services">Adds services after those of the program.</param>
    /// <returns>The host, and the task of the program.</returns>
    public static async Task<(IHost Host, Task Program)> StartAsync(Action program, Action<IServiceCollection> services)
    {
        var capture = new HostCapture(services);
        using var listening = DiagnosticListener.AllListeners.Subscribe(capture);
        var running = Task.Factory.StartNew(
            () =>
            {
                Current.Value = capture;
                program();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await await Task.WhenAny(capture._host.Task, running);
        var host = await capture._host.Task;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        await await Task.WhenAny(started.Task, running);
        return (host, running);
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting" && Current.Value == this)
        {
            value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
        {
            return;
        }

        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
        {
            builder.ConfigureServices(_services);
        }
        else if (value is { Key: "HostBuilt", Value: IHost host })
        {
            _host.TrySetResult(host);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
