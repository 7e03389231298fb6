using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HipaaJwt.Histories.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Histories.Instances;

/// <summary>
/// Answers the driver, one line for each line: <c>check MOMENT TOKEN…</c>, <c>revoke KIND IDENTIFIER</c>, <c>clock MILLISECONDS</c> and
/// <c>health</c>. Moments are those of the machine's monotonic clock.
/// </summary>
internal sealed class LineServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Heartbeat _heartbeat = new();
    private readonly ThreadDelays _delays = new();
    private readonly IJwtValidator _validator;
    private readonly IRevocation _revocation;
    private readonly WrongClock _clock;
    private readonly UnobservedExceptions _unobserved;
    private readonly HashSet<string>? _accepted;

    public LineServer(IServiceProvider services, WrongClock clock, UnobservedExceptions unobserved, InstanceSettings settings)
    {
        _validator = services.GetRequiredService<IJwtValidator>();
        _revocation = services.GetRequiredService<IRevocation>();
        (_clock, _unobserved) = (clock, unobserved);
        _accepted = settings.Planted == PlantedDefect.ChecksOnce ? [] : null;
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task RunAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    await writer.WriteLineAsync(await AnswerAsync(line.Split(' ')));
                }
            }
            catch (IOException)
            {
                // The driver has closed the connection.
            }
        }
    }

    /// <summary>Compiles what the first answer needs. Whether the token is accepted does not matter.</summary>
    public Task WarmUpAsync(string token) => CheckAsync(MachineTime.Now, [token]);

    private async Task<string> AnswerAsync(string[] words)
    {
        switch (words[0])
        {
            case "check":
                return await CheckAsync(long.Parse(words[1], CultureInfo.InvariantCulture), words[2..]);
            case "revoke":
                return await RevokeAsync(words[1], words[2]);
            case "clock":
                _clock.Ahead = TimeSpan.FromMilliseconds(double.Parse(words[1], CultureInfo.InvariantCulture));
                return "ok";
            default:
                return "health " + _unobserved.Take();
        }
    }

    private async Task<string> CheckAsync(long requestedAt, string[] tokens)
    {
        var answer = new StringBuilder();
        foreach (var token in tokens)
        {
            // The moment is taken before the call, so that the acceptance is not earlier.
            var moment = MachineTime.Now;
            answer.Append(CultureInfo.InvariantCulture, $" {await CheckAsync(token)}@{moment}");
        }

        var answeredAt = MachineTime.Now;
        var stalled = Math.Max(_heartbeat.StallWithin(requestedAt, answeredAt), _delays.Take());
        return FormattableString.Invariant($"checked {answeredAt} {stalled}{answer}");
    }

#pragma warning disable CA1031 // Any exception of a check is a violation.
    private async Task<string> CheckAsync(string token)
    {
        try
        {
            var code = (await _validator.ValidateAsync(token)).Error.Code;
            if (_accepted is not null && (code == JwtErrorCode.None ? _accepted.Add(token) || true : _accepted.Contains(token)))
            {
                return code == JwtErrorCode.RevocationUnavailable ? code.ToString() : nameof(JwtErrorCode.None);
            }

            return code.ToString();
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private async Task<string> RevokeAsync(string kind, string identifier)
    {
        var revocation = kind switch
        {
            nameof(RevocationKind.Token) => Revocation.Token(TokenIssuer.Name, identifier),
            nameof(RevocationKind.Session) => Revocation.Session(TokenIssuer.Name, identifier),
            _ => Revocation.Subject(TokenIssuer.Name, identifier),
        };
        try
        {
            await _revocation.RevokeAsync(revocation);
            return FormattableString.Invariant($"acknowledged {MachineTime.Now}");
        }
        catch (RevocationUnavailableException)
        {
            return "unknown";
        }
        catch (Exception exception)
        {
            return "threw " + exception.ToString().ReplaceLineEndings(" | ");
        }
    }
#pragma warning restore CA1031
}
