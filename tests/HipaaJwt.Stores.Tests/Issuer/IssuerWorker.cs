using System.Globalization;
using HipaaJwt.Stores.Tests.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>A process with an issuer, as an application registers it. It follows its standard input, and ends with it.</summary>
internal static class IssuerWorker
{
    private const string Client = "clinic-app";

    /// <summary>A process that stops must not answer meanwhile.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(30);

    /// <param name="arguments">
    /// The folder of the files, the seconds by which the clock is ahead, and optionally a point at which the start stops, and the time
    /// that it does.
    /// </param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var halt = new HaltPoint();
        if (arguments is [_, _, var point, var time])
        {
            halt.Arm(point, Number(time));
        }

        var planted = new Planted();
        using var host = Build(arguments[0], new HaltingClock(halt, TimeSpan.FromSeconds(Number(arguments[1]))), halt, planted);
        await host.StartAsync();
        await WriteAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await WriteAsync(line.Split(' ') switch
            {
                ["arm", var name] => Arm(halt, name),
                ["plant", var defect] => planted.Plant(defect),
                ["sign-in"] => await SignInAsync(host.Services),
                ["refresh", var refreshToken] => await RefreshAsync(host.Services, refreshToken),
                ["keys", var purpose] => await ReadKeysAsync(host.Services, $"{purpose} {IssuerFiles.Issuer}"),
                _ => throw new InvalidOperationException(line),
            });
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IHost Build(string folder, HaltingClock clock, HaltPoint halt, Planted planted)
    {
        var files = new IssuerFiles(folder);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services
            .AddHipaaJwt(options =>
            {
                options.Audit.WriteTimeout = Never;
                options.Revocation.PullInterval = TimeSpan.FromMilliseconds(100);
            })
            .AddSqliteStores(files.Database)
            .AddKeyFile(files.Key)
            .AddAuditSink(new FileAuditSink(files.Audit, halt, planted), AuditDelivery.Required)
            .AddTokenIssuer(options =>
            {
                options.Issuer = IssuerFiles.Issuer;
                options.Audiences.Add("https://api.clinic.example");
                options.StoreTimeout = Never;
                options.PolicyTimeout = Never;

                // The window counts from the commit. It must be longer than the restart and the ten seconds of the client.
                options.RetryWindow = TimeSpan.FromMinutes(1);
            });
        Decorate<ISessionStore>(builder.Services, store => new PlantedSessionStore(new HaltingSessionStore(store, halt), planted));
        Decorate<ISigningKeyStore>(builder.Services, store => new HaltingSigningKeyStore(store, halt));
        Decorate<ISigner>(builder.Services, signer => new HaltingSigner(signer, halt));
        return builder.Build();
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var inner = services.Single(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(provider => decorate((T)(inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }

    private static string Arm(HaltPoint halt, string point)
    {
        halt.Arm(point, 1);
        return "armed";
    }

    private static async Task<string> SignInAsync(IServiceProvider services) => await FormatAsync(
        services,
        await services.GetRequiredService<ITokenIssuer>().IssueAsync(new TokenRequest { Subject = "dr.rivera", ClientId = Client }));

    private static async Task<string> RefreshAsync(IServiceProvider services, string refreshToken) => await FormatAsync(
        services,
        await services.GetRequiredService<ITokenIssuer>().RefreshAsync(
            new RefreshRequest { RefreshToken = refreshToken, ClientId = Client }));

    /// <summary>The answer, and what the validator of this process says of the access token.</summary>
    private static async Task<string> FormatAsync(IServiceProvider services, TokenResult result)
    {
        if (!result.IsIssued)
        {
            return $"rejected {result.Error.Code}";
        }

        var tokens = result.Tokens;
        var validated = await services.GetRequiredService<IJwtValidator>().ValidateAsync(tokens.AccessToken);
        return $"tokens {tokens.RefreshToken} {(tokens.IsRetry ? "retry" : "first")} {tokens.TokenId} {validated.Error.Code}";
    }

    private static async Task<string> ReadKeysAsync(IServiceProvider services, string purpose)
    {
        var page = await services.GetRequiredService<ISigningKeyStore>().ReadAsync(purpose, CancellationToken.None);
        return string.Join(' ', page.Keys.Select(key => $"{key.Slot}:{key.KeyId}:{(key.IsWithdrawn ? "withdrawn" : "valid")}"));
    }

    private static async Task WriteAsync(string line)
    {
        await Console.Out.WriteLineAsync(line);
        await Console.Out.FlushAsync();
    }
}
