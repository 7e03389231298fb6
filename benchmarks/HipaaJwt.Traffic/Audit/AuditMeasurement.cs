using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using HipaaJwt.Traffic.Instances;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Traffic.Audit;

/// <summary>Sends requests to a real service that writes the audit log to files, and takes the size of the files.</summary>
internal static class AuditMeasurement
{
    private const int Clinicians = 500;
    private const int RequestsOfClinician = 20;
    private const int Connections = 16;

    public static async Task<AuditSample> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("hipaajwt-traffic-");
        try
        {
            await WriteAsync(directory.FullName);
            return await MeasureAsync(directory);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(string directory)
    {
        var tokens = new TokenWriter();
        await using var app = Build(directory, tokens);
        await app.StartAsync();
        using var client = new HttpClient();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        client.BaseAddress = new Uri(addresses.Single());
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections };
        await Parallel.ForAsync(0, Clinicians, options, async (clinician, _) => await SendAsync(client, tokens, clinician));
        await app.StopAsync();
    }

    private static async Task SendAsync(HttpClient client, TokenWriter tokens, int clinician)
    {
        var token = tokens.Write(clinician, 1, 1, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
        for (var request = 0; request < RequestsOfClinician; request++)
        {
            var patient = RandomNumberGenerator.GetInt32(1_000_000);
            var path = new Uri($"/patients/{patient:D7}/observations/{Guid.NewGuid():D}", UriKind.Relative);
            using var message = new HttpRequestMessage(HttpMethod.Get, path);
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await client.SendAsync(message);
            response.EnsureSuccessStatusCode();
        }
    }

    private static WebApplication Build(string directory, TokenWriter tokens)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHipaaJwt(tokens.Trust)
            .AddPermissions(map => map.Role(TokenWriter.Role).Grants(TokenWriter.Permission))
            .AddFileAuditLog(log =>
            {
                log.Directory = directory;
                log.Service = "chart-api";
                log.AllowVolatileFileSystem = true;
            });
        builder.Services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapGet("/patients/{patient}/observations/{id}", (HttpContext context) => context.Response.WriteAsync("ok"))
            .RequirePermission(TokenWriter.Permission)
            .AuditResource("Observation", idRouteValue: "id", patientRouteValue: "patient");
        return app;
    }

    private static async Task<AuditSample> MeasureAsync(DirectoryInfo directory)
    {
        var segment = directory.EnumerateFiles("*.jsonl", SearchOption.AllDirectories).Single();
        var content = await File.ReadAllBytesAsync(segment.FullName);
        return new AuditSample(
            content.LongCount(value => value == '\n') - 1,
            content.Length,
            SHA256.HashSizeInBytes,
            await CompressedAsync(content, stream => new GZipStream(stream, CompressionLevel.Optimal)),
            await CompressedAsync(content, stream => new BrotliStream(stream, CompressionLevel.Optimal)));
    }

    private static async Task<long> CompressedAsync(byte[] content, Func<Stream, Stream> compress)
    {
        using var target = new MemoryStream();
        await using (var stream = compress(target))
        {
            await stream.WriteAsync(content);
        }

        return target.ToArray().LongLength;
    }
}
