using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>A server that may lack the last revocations is not believed, and lost data is noticed by a running instance.</summary>
public sealed class PostgreSqlFailoverTests(SharedPostgreSqlServer shared)
{
    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Fact]
    public async Task A_read_only_session_is_not_read()
    {
        var server = await shared.GetAsync();
        await using var writable = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await writable.Revocations.StartEpochAsync();

        await using var process = await PostgreSqlStores.StartAsync(
            server.ConnectionString + ";Options=-c default_transaction_read_only=on", _schema);

        await NotReadAsync(process);
    }

    [Fact]
    public async Task A_session_that_becomes_read_only_is_no_longer_read()
    {
        var server = await shared.GetAsync();
        var database = $"d_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"CREATE DATABASE {database}");
        await using var process = await PostgreSqlStores.StartAsync(
            $"{server.ConnectionString};Database={database};Pooling=false", _schema);
        await process.Revocations.StartEpochAsync();

        await server.ExecuteAsync($"ALTER DATABASE {database} SET default_transaction_read_only = on");
        await NotReadAsync(process);

        await server.ExecuteAsync($"ALTER DATABASE {database} RESET default_transaction_read_only");
        (await process.Revocations.HeadAsync()).Sequence.Should().Be(1);
    }

    [Fact]
    public async Task A_standby_is_not_read_and_its_promotion_without_the_last_revocations_starts_an_epoch()
    {
        await using var primary = await PostgreSqlServer.StartNewAsync();
        using var issuer = new TestIssuer();
        await using (await PostgreSqlStores.StartAsync(primary.ConnectionString, _schema))
        {
            await using var standby = await primary.StartStandbyAsync();
            await using (var process = await PostgreSqlStores.StartAsync(standby.ConnectionString, _schema))
            {
                await NotReadAsync(process);
            }

            await using var instance = await ServiceInstance.StartAsync(issuer, AddBoth(primary, standby));
            var (kept, revoked) = (instance.Token("kept"), instance.Token("revoked"));
            (await instance.ValidateAsync(kept)).Should().Be(JwtErrorCode.None);
            await standby.StopAsync();
            await instance.RevokeSessionAsync("revoked");
            var before = await instance.Store.HeadAsync();
            await primary.KillAsync();
            await standby.StartAsync();

            (await instance.ValidateAsync(revoked)).Should().Be(JwtErrorCode.SessionEnded);
            await standby.PromoteAsync();

            await BeginsEpochAsync(instance, kept, revoked, before.Epoch);
        }
    }

    [Fact]
    public async Task A_restored_backup_starts_an_epoch_whose_floor_rejects_older_tokens()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        using var issuer = new TestIssuer();
        await using var instance = await ServiceInstance.StartAsync(issuer, Add(server));
        var (kept, revoked) = (instance.Token("kept"), instance.Token("revoked"));
        (await instance.ValidateAsync(kept)).Should().Be(JwtErrorCode.None);
        await server.StopAsync();
        await server.BackUpAsync();
        await server.StartAsync();
        await RevokeWhenAvailableAsync(instance, "revoked");
        var before = await instance.Store.HeadAsync();

        await server.StopAsync();
        await server.RestoreAsync();
        await server.StartAsync();

        await BeginsEpochAsync(instance, kept, revoked, before.Epoch);
        await using var later = await ServiceInstance.StartAsync(issuer, Add(server));
        (await later.ValidateAsync(kept)).Should().Be(JwtErrorCode.TokenRevoked, "the floor is in the store");
        (await later.ValidateAsync(revoked)).Should().Be(JwtErrorCode.SessionEnded, "the revocation was appended again");
    }

    [Fact]
    public async Task The_documented_statement_after_a_restore_starts_an_epoch_whose_floor_rejects_older_tokens()
    {
        var server = await shared.GetAsync();
        using var issuer = new TestIssuer();
        await using var instance = await ServiceInstance.StartAsync(issuer, Add(server));
        var token = instance.Token("s");
        (await instance.ValidateAsync(token)).Should().Be(JwtErrorCode.None);
        var before = await instance.Store.HeadAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Docs", "stores.md"));
        var statement = page.Split("```sql")[1].Split("```")[0].Replace("hipaajwt.", $"{_schema}.", StringComparison.Ordinal);

        await server.ExecuteAsync(statement);

        await Eventually.TrueAsync(
            async () => await instance.ValidateAsync(token) == JwtErrorCode.TokenRevoked, "the floor must reject the token");
        var head = await instance.Store.HeadAsync();
        head.Sequence.Should().Be(before.Sequence + 1);
        head.Epoch.Should().NotBe(before.Epoch);
        head.Tag.Should().NotBe(before.Tag);
        (await instance.Store.AppendAsync(1)).Sequence.Should().Be(before.Sequence + 2);
    }

    [Fact]
    public async Task A_lost_head_beside_remaining_revocations_starts_an_epoch_after_them()
    {
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);
        await server.ExecuteAsync($"DELETE FROM {_schema}.revocation_head");
        (await process.Revocations.AppendAsync(LogReader.Entry(2), CancellationToken.None)).Should().BeNull();

        (await process.Revocations.StartEpochAsync()).Sequence.Should().Be(3);

        (await process.Revocations.AppendAsync(2)).Sequence.Should().Be(4);
        (await process.Revocations.ReadAsync()).Revocations.Select(revocation => revocation.Sequence).Should().Equal(2, 4);
    }

    [Fact]
    public async Task A_suspended_server_ends_calls_in_time_and_is_used_again_when_it_continues()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        using var issuer = new TestIssuer();
        await using var instance = await ServiceInstance.StartAsync(issuer, Add(server), options =>
        {
            options.Revocation.MaxStaleness = TimeSpan.FromSeconds(1);
            options.Revocation.AppendTimeout = TimeSpan.FromMilliseconds(500);
        });
        var token = instance.Token("s");
        (await instance.ValidateAsync(token)).Should().Be(JwtErrorCode.None);

        await server.SuspendAsync();
        await Eventually.CompletesAsync(instance.Awaiting(target => target.RevokeSessionAsync("other"))
            .Should().ThrowAsync<RevocationUnavailableException>());
        await Eventually.TrueAsync(
            async () => await instance.ValidateAsync(token) == JwtErrorCode.RevocationUnavailable, "the view must become too old");
        await server.ResumeAsync();

        await Eventually.TrueAsync(async () => await instance.ValidateAsync(token) == JwtErrorCode.None, "the store answers again");
        await RevokeWhenAvailableAsync(instance, "s");
        (await instance.ValidateAsync(token)).Should().Be(JwtErrorCode.SessionEnded);
    }

    private static async Task NotReadAsync(StoreProcess process)
    {
        await process.Revocations.Awaiting(store => store.HeadAsync())
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*standby or read-only*Connect to the primary*");
        await process.Revocations.Awaiting(store => store.AppendAsync(1)).Should().ThrowAsync<Exception>();
    }

    private static async Task BeginsEpochAsync(ServiceInstance instance, string kept, string revoked, Guid before)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                (await instance.ValidateAsync(revoked)).Should().NotBe(JwtErrorCode.None, "the revocation was acknowledged");
                return await instance.ValidateAsync(kept) == JwtErrorCode.TokenRevoked;
            },
            "the floor must reject tokens that the lost revocations may have ended");
        var page = await instance.Store.ReadAsync();
        page.Head!.Epoch.Should().NotBe(before);
        page.Head.Floor.Should().NotBeNull();
        await Eventually.TrueAsync(
            async () => (await instance.Store.ReadAsync()).Revocations.Count == 1, "the instance must append its lost revocation again");
    }

    private static async Task RevokeWhenAvailableAsync(ServiceInstance instance, string session) => await Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await instance.RevokeSessionAsync(session);
                return true;
            }
            catch (RevocationUnavailableException)
            {
                return false;
            }
        },
        "the store must accept the revocation");

    private Action<HipaaJwtBuilder> Add(PostgreSqlServer server) =>
        builder => PostgreSqlStores.AddTo(builder, server.ConnectionString, _schema);

    private Action<HipaaJwtBuilder> AddBoth(PostgreSqlServer first, PostgreSqlServer second) => builder =>
    {
        var hosts = $"Host=127.0.0.1:{second.Port},127.0.0.1:{first.Port};Username=postgres;Database=postgres;Host Recheck Seconds=1";
        builder.Services.AddSingleton<NpgsqlDataSource>(_ => new NpgsqlSlimDataSourceBuilder(hosts).BuildMultiHost());
        builder.AddPostgreSqlStores(
            provider => provider.GetRequiredService<NpgsqlDataSource>(), options => options.Schema = _schema);
    };
}
