namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// A service that issues its own tokens, with a required permission and a best-effort audit sink. One host records the activity of
/// sessions; the other has the same services without the step that records it.
/// </summary>
internal static class ActivityHost
{
    public const string Endpoint = "/chart";

    private const string Client = "clinic-app";

    public static IHost Build(bool recordsActivity) => PlainHost.Build(
        services =>
        {
            services
                .AddHipaaJwt(options => options.Revocation.AcceptTokensOlderThanStore = true)
                .AddPermissions(map => map.Role("physician").Grants("chart:read"))
                .AddAuditSink(new CountingSink(), AuditDelivery.BestEffort)
                .AddTokenIssuer(options => Configure(options, recordsActivity));
            services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
            if (!recordsActivity)
            {
                services.Remove(services.Single(service =>
                    service.ServiceType == typeof(IStartupFilter) && service.ImplementationType?.Name == "SessionActivityFilter"));
            }
        },
        endpoints => endpoints.MapGet(Endpoint, PlainHost.RespondAsync).RequirePermission("chart:read"));

    /// <summary>Signs users in, and writes their access tokens to a file, one line each.</summary>
    public static async Task WriteTokensAsync(IHost host, string path)
    {
        var issuer = host.Services.GetRequiredService<ITokenIssuer>();
        var tokens = new List<string>();
        while (tokens.Count < HttpLoad.DistinctTokens)
        {
            var result = await issuer.IssueAsync(
                new TokenRequest { Subject = $"user-{tokens.Count}", ClientId = Client, Roles = ["physician"], Scopes = ["chart.read"] });
            tokens.Add(result.Tokens?.AccessToken ?? throw new InvalidOperationException($"No token was issued: {result.Error}"));
        }

        await File.WriteAllLinesAsync(path, tokens);
    }

    /// <summary>Without activity, sessions would end while they are measured.</summary>
    private static void Configure(TokenIssuerOptions options, bool recordsActivity)
    {
        options.Issuer = "https://id.clinic.example";
        options.Audiences.Add("https://api.clinic.example");
        options.AccessTokenLifetime = TimeSpan.FromHours(1);
        options.IdleTimeout = recordsActivity ? options.IdleTimeout : TimeSpan.FromHours(24);
    }
}
