using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>Runs instances of a service, and loses their file.</summary>
public sealed class SqliteServiceTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_revocation_takes_effect_on_another_instance()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var token = second.Token("session-1");
        (await second.ValidateAsync(token)).Should().Be(JwtErrorCode.None);

        await first.RevokeSessionAsync("session-1");

        await Eventually.TrueAsync(
            async () => await second.ValidateAsync(token) == JwtErrorCode.SessionEnded, "the other instance reads the log");
        (await second.ValidateAsync(second.Token("session-2"))).Should().Be(JwtErrorCode.None);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_deleted_starts_an_epoch_that_rejects_older_tokens(bool withItsLog)
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var token = first.Token("session-2");
        await first.RevokeSessionAsync("session-1");
        var before = await first.Store.HeadAsync();
        before.Floor.Should().BeNull();

        File.Delete(_folder.Database);
        if (withItsLog)
        {
            File.Delete(_folder.Database + "-wal");
            File.Delete(_folder.Database + "-shm");
        }

        await ExpectLossAsync(first, second, before, token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restored_copy_starts_an_epoch_that_rejects_older_tokens(bool overwrites)
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var token = first.Token("session-2");
        _folder.Execute($"VACUUM INTO '{_folder.File("backup")}'");
        await first.RevokeSessionAsync("session-1");
        var before = await second.Store.HeadAsync();

        if (overwrites)
        {
            File.Copy(_folder.File("backup"), _folder.Database, overwrite: true);
        }
        else
        {
            File.Move(_folder.File("backup"), _folder.Database, overwrite: true);
        }

        await ExpectLossAsync(first, second, before, token);
    }

    private static async Task ExpectLossAsync(ServiceInstance first, ServiceInstance second, RevocationLogHead before, string token)
    {
        foreach (var instance in (ServiceInstance[])[first, second])
        {
            await Eventually.TrueAsync(
                async () => await instance.ValidateAsync(token) == JwtErrorCode.TokenRevoked, "revocations may be lost");
            await Eventually.TrueAsync(
                async () => await instance.ValidateAsync(instance.Token("session-1")) == JwtErrorCode.SessionEnded,
                "the instance that revoked the session appends it again");
        }

        await Eventually.TrueAsync(async () => (await second.Store.ReadAsync()).Revocations.Count == 1, "it is in the new file");
        var head = await second.Store.HeadAsync();
        head.Epoch.Should().NotBe(before.Epoch);
        head.Floor.Should().NotBeNull();
    }

    private Task<ServiceInstance> StartAsync() => ServiceInstance.StartAsync(_issuer, builder => builder.AddSqliteStores(_folder.Database));
}
