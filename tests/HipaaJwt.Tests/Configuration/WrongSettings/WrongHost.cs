using HipaaJwt.Hosting;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>Starts a host with a wrong setting, and returns the message that a person sees.</summary>
internal static class WrongHost
{
    /// <summary>Weak options, rejected claims, and keys that were not refreshed.</summary>
    private static readonly int[] Events = [3, 8, 9, 25];

    public static async Task<string> MessageOfAsync(WrongSetting setting)
    {
        using var issuer = new TestIssuer();
        using var log = new CapturedLog();
        await using var provider = setting.Answer is { } answer ? await StartAsync(answer) : null;
        var address = provider?.Address ?? "http://127.0.0.1:1";
        using var host = Build(setting, issuer, log, address);
        try
        {
            await host.StartAsync();
            await UseAsync(host, setting, issuer);
            await host.StopAsync();
        }
        catch (OptionsValidationException exception)
        {
            return string.Join("<br>", exception.Failures);
        }

        var lines = log.Lines.Where(line => Events.Contains(line.Id)).Select(line => line.Text).Distinct();
        return string.Join("<br>", lines).Replace(address, "http://127.0.0.1:8080", StringComparison.Ordinal);
    }

    private static async Task<KeyProvider> StartAsync(Func<string, string, (int Status, string Body)> answer)
    {
        var provider = await KeyProvider.StartAsync();
        provider.Instead = context =>
        {
            var (status, body) = answer(context.Request.Path, provider.Address);
            context.Response.StatusCode = status;
            return KeyProvider.WriteAsync(context, body);
        };
        return provider;
    }

    private static IHost Build(WrongSetting setting, TestIssuer issuer, CapturedLog log, string address)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = setting.Environment });
        builder.Configuration.AddInMemoryCollection(setting.ToConfiguration(issuer, address));
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(issuer.Time);
        builder.Services.AddSingleton<IKeyObserver>(services =>
            new FirstFailure(ActivatorUtilities.CreateInstance<KeyEventLogger>(services)));
        builder.Services.AddHipaaJwt(
                setting.Section.Length == 0 ? builder.Configuration : builder.Configuration.GetSection(setting.Section))
            .AddAuditSink(new RecordingAuditSink(), AuditDelivery.Required);
        return builder.Build();
    }

    private static async Task UseAsync(IHost host, WrongSetting setting, TestIssuer issuer)
    {
        if (setting.Answer is not null)
        {
            await ((FirstFailure)host.Services.GetRequiredService<IKeyObserver>()).Logged;
        }

        if (setting.Token is { } claims)
        {
            await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(issuer.Token(claims: claims));
        }
    }

    /// <summary>Tells when the first failed refresh has been logged.</summary>
    private sealed class FirstFailure(IKeyObserver inner) : IKeyObserver
    {
        private readonly TaskCompletionSource _logged = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Logged => _logged.Task;

        public void OnRefreshed(string issuer, JwksFetchOutcome outcome) => inner.OnRefreshed(issuer, outcome);

        public void OnKeySkipped(string issuer, SkippedKey key) => inner.OnKeySkipped(issuer, key);

        public void OnKeyLeaked(string issuer, LeakedKey key) => inner.OnKeyLeaked(issuer, key);

        public void OnKeysWithdrawn(string issuer, int withdrawn, int remaining, string reason) =>
            inner.OnKeysWithdrawn(issuer, withdrawn, remaining, reason);

        public void OnStateChanged(string issuer, KeyState previous, KeyState current, JwksFetchOutcome outcome) =>
            inner.OnStateChanged(issuer, previous, current, outcome);

        public void OnRefreshFailed(string issuer, string reason, KeyState state)
        {
            inner.OnRefreshFailed(issuer, reason, state);
            _logged.TrySetResult();
        }
    }
}
