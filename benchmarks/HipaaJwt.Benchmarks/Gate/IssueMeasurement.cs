using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Measures the issuer: an ES256 access token against the signature alone, over the same number of bytes.</summary>
internal sealed class IssueMeasurement : IDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    private static readonly TokenRequest Request = new()
    {
        Subject = "dr.rivera",
        ClientId = "clinic-app",
        Roles = ["physician"],
        Scopes = ["chart.read", "chart.write"],
        AuthenticationMethods = ["pwd", "otp"],
        StartSession = false,
    };

    private readonly IHost _host;

    public IssueMeasurement()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHipaaJwt(_ => { }).AddTokenIssuer(options =>
        {
            options.Issuer = "https://id.clinic.example";
            options.Audiences.Add("https://api.clinic.example");
        });
        _host = builder.Build();
        _host.Start();
    }

    public GateResult Issue()
    {
        var ours = new IssuedToken(_host.Services.GetRequiredService<ITokenIssuer>());
        var token = IssuedToken.Issue(_host.Services.GetRequiredService<ITokenIssuer>());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var raw = new RawSignature(key, Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]));
        var times = Alternation.Measure(Duration, ours, raw);
        return new GateResult(
            "issue", "ES256", times.Nanoseconds(0), Allocation.PerCall(ours, 500) - Allocation.PerCall(raw, 500), times.Ratio(0, 1))
        {
            TotalVersusRaw = times.TotalRatio(0, 1),
        };
    }

    public void Dispose() => _host.Dispose();

    private sealed class IssuedToken(ITokenIssuer issuer) : Contender
    {
        public static string Issue(ITokenIssuer issuer) =>
            issuer.IssueAsync(Request).AsTask().GetAwaiter().GetResult().Tokens?.AccessToken ?? string.Empty;

        public override int Run(int iterations)
        {
            var correct = 0;
            for (var i = 0; i < iterations; i++)
            {
                var issued = issuer.IssueAsync(Request);
                correct += issued is { IsCompletedSuccessfully: true, Result.IsIssued: true } ? 1 : 0;
            }

            return correct;
        }
    }

    private sealed class RawSignature(ECDsa key, byte[] data) : Contender
    {
        public override int Run(int iterations)
        {
            var correct = 0;
            for (var i = 0; i < iterations; i++)
            {
                correct += key.SignData(data, HashAlgorithmName.SHA256).Length > 0 ? 1 : 0;
            }

            return correct;
        }
    }
}
