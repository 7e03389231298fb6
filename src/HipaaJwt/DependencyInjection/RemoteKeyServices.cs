using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>The services that fetch keys.</summary>
internal static class RemoteKeyServices
{
    public static void AddRemoteKeys(this IServiceCollection services)
    {
        services.AddHttpClient();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, KeyHttpClient>());
        services.TryAddSingleton<KeyTelemetry>();
        services.TryAddSingleton<IKeyObserver, KeyJournal>();
        services.TryAddSingleton<AddressReader>();
        services.TryAddSingleton<KeyDownloads>();
        services.TryAddSingleton<KeyFetcher>();
        services.TryAddSingleton(BuildStore);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KeyRefresh>());
    }

    private static RemoteKeyStore BuildStore(IServiceProvider provider)
    {
        var store = new RemoteKeyStore(
            provider.GetRequiredService<KeyFetcher>(),
            provider.GetRequiredService<IKeyObserver>(),
            provider.GetRequiredService<TimeProvider>());
        provider.GetRequiredService<KeyTelemetry>().Observe(() =>
            from keys in store.All
            let state = keys.ReadState()
            select (keys.Settings.Issuer, (int)state, state.ToString(), keys.Age));
        return store;
    }
}
