using HipaaJwt.Diagnostics;
using HipaaJwt.Revocations;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Revocations;

/// <summary>The reader of one instance over a store that a test controls, without a background loop.</summary>
internal sealed class RevocationLab : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ILoggerFactory _loggers;
    private readonly RevocationAppender _appender;
    private readonly RevocationReader _reader;
    private readonly TokenFactory _tokens;

    public RevocationLab(
        TokenFactory tokens, FakeTimeProvider? time = null, ScriptedStore? store = null, Action<RevocationOptions>? configure = null)
    {
        _tokens = tokens;
        Time = time ?? new FakeTimeProvider(TestIssuer.Now);
        Store = store ?? new ScriptedStore(Time);
        var options = new RevocationOptions();
        configure?.Invoke(options);
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        Own = new OwnRevocations(Time);
        Monitor = new RevocationMonitor(
            View,
            "Scripted",
            options,
            new RevocationTelemetry(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
            Time,
            _loggers.CreateLogger<RevocationMonitor>());
        _reader = new RevocationReader(Store, View, Own, Monitor, options, Time);
        _appender = new RevocationAppender(Store, View, Own, options, Time);
    }

    public FakeTimeProvider Time { get; }

    public ScriptedStore Store { get; }

    public CapturedLog Log { get; } = new();

    public RevocationView View { get; } = new();

    public OwnRevocations Own { get; }

    public RevocationMonitor Monitor { get; }

    public Task<bool> ReadAsync() => _reader.TryReadAsync(CancellationToken.None);

    public async Task<RevocationReceipt> RevokeAsync(RevocationKind kind, string identifier) =>
        await _appender.AppendAsync(Entry(kind, identifier), CancellationToken.None);

    public static RevocationEntry Entry(RevocationKind kind, string identifier) => new()
    {
        Kind = kind,
        Key = RevocationDigest.Compute(kind, "https://idp.hospital.example"u8, identifier),
        Retention = TimeSpan.FromHours(25),
    };

    public ValidatedJwt Token(string? id = "token-1", string? session = null, string subject = "user-42") =>
        _tokens.Validated(Time.GetUtcNow(), id, session, subject);

    public JwtErrorCode Check(ValidatedJwt token) => View.Check(token, Time.GetUtcNow()).Code;

    public void Dispose()
    {
        _services.Dispose();
        _loggers.Dispose();
        Log.Dispose();
    }
}
