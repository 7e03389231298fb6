using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.SigningKeys;

public sealed class SigningKeyTests : IDisposable
{
    private readonly string _keyFile = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(_keyFile);

    [Fact]
    public async Task The_first_key_signs_at_once()
    {
        await using var lab = await IssuerLab.StartAsync();

        (await lab.Keys.ListAsync()).Should().ContainSingle().Which.State.Should().Be(SigningKeyState.Active);
        lab.Sink.Of(AuditEventType.SigningKeyChanged).Should().HaveCount(2, "there is one key of access tokens and one of refresh tokens");
    }

    [Fact]
    public async Task A_key_is_announced_before_it_signs_and_verifies_after_it()
    {
        await using var lab = await IssuerLab.StartAsync(options =>
        {
            options.KeyRotationInterval = TimeSpan.FromMinutes(20);
            options.KeyAnnouncement = TimeSpan.FromMinutes(5);
            options.KeyRefreshInterval = TimeSpan.FromSeconds(30);
            options.IdleTimeout = TimeSpan.FromHours(2);
        });
        var tokens = await lab.SignInAsync();
        await lab.PassAsync(TimeSpan.FromMinutes(16));
        await IssuerLab.UntilAsync(async () => (await lab.Keys.ListAsync()).Count == 2);
        (await lab.Keys.ListAsync()).Select(key => key.State).Should().Equal(SigningKeyState.Announced, SigningKeyState.Active);
        var last = await lab.RefreshedAsync(tokens.RefreshToken);
        await lab.PassAsync(TimeSpan.FromMinutes(4.5));

        var next = await lab.RefreshedAsync(last.RefreshToken);

        (await lab.Keys.ListAsync()).Select(key => key.State).Should().Equal(SigningKeyState.Active, SigningKeyState.Retired);
        Header(next.AccessToken).Should().NotBe(Header(last.AccessToken));
        (await lab.ValidateAsync(last.AccessToken)).Should().Be(JwtError.None);
        (await lab.ValidateAsync(next.AccessToken)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_stolen_key_is_replaced_at_once_and_sessions_go_on()
    {
        await using var lab = await IssuerLab.StartAsync();
        var before = await lab.SignInAsync();
        (await lab.ValidateAsync(before.AccessToken)).Should().Be(JwtError.None);
        var stolen = (await lab.Keys.ListAsync()).Single().KeyId;

        (await lab.Keys.ReplaceAtOnceAsync(stolen, null)).Should().BeTrue();
        var after = await lab.RefreshedAsync(before.RefreshToken);

        (await lab.ValidateAsync(before.AccessToken)).Should().Be(new JwtError(JwtErrorCode.TokenRevoked, "kid"));
        (await lab.Keys.ListAsync()).Select(key => key.State).Should().Equal(SigningKeyState.Active, SigningKeyState.Withdrawn);
        await lab.PassAsync(TimeSpan.FromSeconds(2));
        (await lab.ValidateAsync(after.AccessToken)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_stolen_key_is_replaced_by_one_that_signs_also_if_another_instance_announces_a_key_at_the_same_time()
    {
        var store = new RacingStore(TimeProvider.System);
        await using var lab = await IssuerLab.StartAsync(build: builder =>
        {
            builder.Services.AddSingleton<ISigningKeyStore>(store);
            builder.AddKeyFile(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));
        });
        var stolen = (await lab.Keys.ListAsync()).Single().KeyId;
        store.Races = true;

        (await lab.Keys.ReplaceAtOnceAsync(stolen, null)).Should().BeTrue();

        (await lab.Keys.ListAsync()).Select(key => key.State)
            .Should().Equal(SigningKeyState.Active, SigningKeyState.Announced, SigningKeyState.Withdrawn);
    }

    [Fact]
    public async Task An_unknown_key_is_not_replaced()
    {
        await using var lab = await IssuerLab.StartAsync();

        (await lab.Keys.ReplaceAtOnceAsync("unknown", null)).Should().BeFalse();
        (await lab.Keys.ListAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Abandoned_keys_end_all_sessions()
    {
        await using var lab = await IssuerLab.StartAsync();
        var before = await lab.SignInAsync();

        await lab.Keys.AbandonAsync(null);

        (await lab.RefreshAsync(before.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        (await lab.ValidateAsync(before.AccessToken)).Code.Should().Be(JwtErrorCode.TokenRevoked);
        var after = await lab.SignInAsync();
        await lab.PassAsync(TimeSpan.FromSeconds(2));
        (await lab.ValidateAsync(after.AccessToken)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_key_whose_process_was_killed_before_its_event_is_recorded_by_the_next_that_reads_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var store = new HipaaJwt.TokenIssuer.SigningKeys.MemorySigningKeyStore(time);
        var killed = new ForgetfulStore(store);
        string keyId;
        await using (var first = await StartWithAsync(killed, time))
        {
            keyId = (await first.Keys.ListAsync()).Single().KeyId;
        }

        await using var next = await StartWithAsync(store, time);
        next.Sink.Of(AuditEventType.SigningKeyChanged).Should().BeEmpty("the process that added the keys may still write their events");
        time.Advance(TimeSpan.FromSeconds(10));
        await next.Get<HipaaJwt.TokenIssuer.SigningKeys.KeyKeeper>().MaintainAsync(CancellationToken.None);
        await next.Get<HipaaJwt.TokenIssuer.SigningKeys.KeyKeeper>().MaintainAsync(CancellationToken.None);

        var events = next.Sink.Of(AuditEventType.SigningKeyChanged).ToArray();
        events.Should().HaveCount(2, "there is one key of access tokens and one of refresh tokens, and each is recorded once");
        events.Should().Contain(written => written.ResourceId == keyId && written.Action == AuditAction.Create);
    }

    [Fact]
    public async Task A_key_that_cannot_be_decrypted_stops_the_start_and_no_other_is_created()
    {
        var store = new HipaaJwt.TokenIssuer.SigningKeys.MemorySigningKeyStore(TimeProvider.System);
        await using (await StartWithAsync(store))
        {
        }

        // Each host has a key ring of its own, like a container that lost it.
        var failure = await FluentActions.Awaiting(() => StartWithAsync(store)).Should().ThrowAsync<OptionsValidationException>();

        failure.Which.Message.Should().Contain("cannot be decrypted").And.Contain("AbandonAsync");
        var page = await store.ReadAsync($"access-token {IssuerLab.Issuer}", CancellationToken.None);
        page.Keys.Should().ContainSingle();
    }

    /// <summary>Both services share the store and the file of the key that protects it.</summary>
    private async Task<IssuerLab> StartWithAsync(ISigningKeyStore store, FakeTimeProvider time) => await IssuerLab.StartAsync(
        build: builder =>
        {
            builder.Services.AddSingleton(store);
            builder.AddKeyFile(_keyFile);
        },
        time: time);

    private static Task<IssuerLab> StartWithAsync(HipaaJwt.TokenIssuer.SigningKeys.MemorySigningKeyStore store) =>
        IssuerLab.StartAsync(build: builder =>
        {
            builder.Services.AddSingleton<ISigningKeyStore>(store);
            builder.Services.AddSingleton<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(
                _ => new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider());
        });

    /// <summary>Takes no note of events, as if the process had been killed before it wrote them.</summary>
    private sealed class ForgetfulStore(ISigningKeyStore keys) : ISigningKeyStore
    {
        public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken) =>
            keys.ReadAsync(purpose, cancellationToken);

        public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken) =>
            keys.TryAddAsync(entry, cancellationToken);

        public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) => new(true);

        public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
            keys.WithdrawAsync(purpose, slot, cancellationToken);

        public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
            keys.DeleteAsync(purpose, slot, cancellationToken);
    }

    /// <summary>Another instance takes the number of the next key for one that is only announced.</summary>
    private sealed class RacingStore(TimeProvider time) : ISigningKeyStore
    {
        private readonly HipaaJwt.TokenIssuer.SigningKeys.MemorySigningKeyStore _keys = new(time);

        public bool Races { get; set; }

        public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken) =>
            _keys.ReadAsync(purpose, cancellationToken);

        public async ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken)
        {
            if (Races)
            {
                Races = false;
                return await _keys.TryAddAsync(entry with { ActivationDelay = TimeSpan.FromHours(24) }, cancellationToken) && false;
            }

            return await _keys.TryAddAsync(entry, cancellationToken);
        }

        public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
            _keys.SetRecordedAsync(purpose, slot, cancellationToken);

        public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
            _keys.WithdrawAsync(purpose, slot, cancellationToken);

        public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
            _keys.DeleteAsync(purpose, slot, cancellationToken);
    }

    private static string Header(string token) => token.Split('.')[0];
}
