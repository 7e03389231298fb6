using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>The check of the configuration of Redis at start.</summary>
public sealed class RedisServerCheckTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] LimitedRights =
        ["on", ">secret", "~{hipaajwt}:*", "&{hipaajwt}:*", "+@all", "-@admin", "-@dangerous"];

    private readonly List<ConnectionMultiplexer> _connections = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_single_durable_server_causes_no_warning()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.SingleNode = true);

        service.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_requires_replicas_causes_no_warning_if_appends_wait_for_one()
    {
        await using var redis = await RedisProcess.StartAsync("--min-replicas-to-write", "1");
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.WaitForReplicas = 1);

        service.Warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("appendonly", "no", "Redis parameter appendonly: is not yes")]
    [InlineData("appendfsync", "everysec", "Redis parameter appendfsync: is everysec")]
    [InlineData("appendfsync", "no", "Redis parameter appendfsync: is no,")]
    [InlineData("no-appendfsync-on-rewrite", "yes", "Redis parameter no-appendfsync-on-rewrite: is yes")]
    public async Task A_parameter_that_can_lose_revocations_causes_a_warning(string parameter, string value, string expected)
    {
        await using var redis = await RedisProcess.StartAsync("--" + parameter, value);
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.SingleNode = true);

        service.Warnings.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    [Theory]
    [InlineData("0", "10")]
    [InlineData("1", "0")]
    public async Task A_server_that_does_not_require_replicas_causes_a_warning_unless_it_is_a_single_one(string min, string maxLag)
    {
        await using var redis = await RedisProcess.StartAsync("--min-replicas-to-write", min, "--min-replicas-max-lag", maxLag);
        await using var service = await RevokingService.StartAsync(Connect(redis));

        service.Warnings.Should().ContainSingle().Which.Should().StartWith("Redis parameter min-replicas-to-write:");
    }

    [Fact]
    public async Task A_server_with_replicas_that_is_said_to_be_a_single_one_causes_a_warning()
    {
        await using var redis = await RedisProcess.StartAsync("--min-replicas-to-write", "1");
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.SingleNode = true);

        service.Warnings.Should().ContainSingle().Which.Should().StartWith("RedisStoreOptions.SingleNode: is true, but");
    }

    [Fact]
    public async Task Appends_that_do_not_wait_for_replicas_cause_a_warning()
    {
        await using var redis = await RedisProcess.StartAsync("--min-replicas-to-write", "1");
        await using var service = await RevokingService.StartAsync(Connect(redis));

        service.Warnings.Should().ContainSingle().Which.Should().StartWith("RedisStoreOptions.WaitForReplicas: is 0");
    }

    [Theory]
    [InlineData("allkeys-lru")]
    [InlineData("volatile-ttl")]
    public async Task A_server_that_removes_entries_when_its_memory_is_full_stops_the_start(string policy)
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory", "64mb", "--maxmemory-policy", policy);

        await FluentActions.Awaiting(() => RevokingService.StartAsync(Connect(redis))).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage($"Redis parameter maxmemory-policy: is '{policy}' with maxmemory 67108864, *Set maxmemory-policy to noeviction*");
    }

    [Theory]
    [InlineData("64mb", "noeviction")]
    [InlineData("0", "allkeys-lru")]
    public async Task A_server_that_removes_no_entries_does_not_stop_the_start(string maxMemory, string policy)
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory", maxMemory, "--maxmemory-policy", policy);
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.SingleNode = true);

        service.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_connection_without_allowAdmin_causes_a_warning_and_is_checked_by_INFO()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var service = await RevokingService.StartAsync(
            Connect(redis, ",allowAdmin=false"), options => options.SingleNode = true);
        service.Warnings.Should().ContainSingle().Which.Should().StartWith("Redis parameter appendfsync: cannot be read");

        await using var evicting = await RedisProcess.StartAsync("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lfu");
        await FluentActions.Awaiting(() => RevokingService.StartAsync(Connect(evicting, ",allowAdmin=false")))
            .Should().ThrowAsync<OptionsValidationException>();
    }

    [Fact]
    public async Task A_managed_service_that_forbids_CONFIG_causes_a_warning_and_is_checked_by_INFO()
    {
        await using var redis = await RedisProcess.StartAsync("--rename-command", "CONFIG", string.Empty);
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.SingleNode = true);
        service.Warnings.Should().ContainSingle().Which.Should().StartWith("Redis parameter appendfsync: cannot be read");

        await using var evicting = await RedisProcess.StartAsync(
            "--rename-command", "CONFIG", string.Empty, "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lfu");
        await FluentActions.Awaiting(() => RevokingService.StartAsync(Connect(evicting))).Should().ThrowAsync<OptionsValidationException>();
    }

    [Fact]
    public async Task A_user_who_may_use_only_the_keys_and_scripts_can_use_the_stores_and_a_warning_says_what_is_unknown()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.CommandAsync(["ACL", "SETUSER", "app", .. LimitedRights]);
        await using var service = await RevokingService.StartAsync(Connect(redis, ",user=app,password=secret"));

        await CanRevokeAsync(service);

        service.Warnings.Should().ContainSingle().Which.Should().StartWith("Redis INFO: is forbidden");
    }

    [Fact]
    public async Task A_user_with_the_documented_rights_can_use_the_stores_without_a_warning()
    {
        await using var redis = await RedisProcess.StartAsync();
        (await redis.CommandAsync(["ACL", "SETUSER", "app", .. LimitedRights, "+info", "+config|get"])).Should().Be("OK");
        await using var service = await RevokingService.StartAsync(
            Connect(redis, ",user=app,password=secret"), options => options.SingleNode = true);

        await CanRevokeAsync(service);

        service.Warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{hipaajwt}")]
    [InlineData("clinic a")]
    public async Task A_prefix_that_is_not_allowed_stops_the_start(string prefix)
    {
        var start = () => RevokingService.StartAsync(_ => throw new InvalidOperationException(), options => options.KeyPrefix = prefix);

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("RedisStoreOptions.KeyPrefix: is not 1 to 64 *");
    }

    [Theory]
    [InlineData(-1, false, "RedisStoreOptions.WaitForReplicas: is -1. Set it to 0 to 16.")]
    [InlineData(17, false, "RedisStoreOptions.WaitForReplicas: is 17. Set it to 0 to 16.")]
    [InlineData(1, true, "RedisStoreOptions.WaitForReplicas: is 1, but SingleNode *")]
    public async Task A_number_of_replicas_that_is_not_possible_stops_the_start(int replicas, bool singleNode, string expected)
    {
        var start = () => RevokingService.StartAsync(
            _ => throw new InvalidOperationException(),
            options => (options.WaitForReplicas, options.SingleNode) = (replicas, singleNode));

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(expected);
    }

    [Fact]
    public async Task A_server_that_is_down_does_not_stop_the_start_and_is_checked_when_it_answers()
    {
        await using var redis = await RedisProcess.StartAsync("--appendfsync", "no");
        await redis.KillAsync();
        await using var service = await RevokingService.StartAsync(Connect(redis), options => options.SingleNode = true);
        var token = service.Token("alive");
        (await service.ValidateAsync(token)).Should().Be(JwtErrorCode.RevocationUnavailable);
        service.Log.Lines.Should().ContainSingle(line => line.Id == 301);

        await redis.RestartAsync();

        await service.WaitForAsync(token, JwtErrorCode.None, Limit);
        service.Warnings.Should().Contain(warning => warning.StartsWith("Redis parameter appendfsync: is no,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_cannot_be_made_at_start_is_made_later()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.KillAsync();
        await using var service = await RevokingService.StartAsync(
            _ => Connect(redis, ",abortConnect=true"), options => options.SingleNode = true);
        var token = service.Token("alive");
        (await service.ValidateAsync(token)).Should().Be(JwtErrorCode.RevocationUnavailable);

        await redis.RestartAsync();

        await service.WaitForAsync(token, JwtErrorCode.None, Limit);
    }

    [Fact]
    public async Task A_server_that_is_not_usable_but_was_down_at_start_is_never_used()
    {
        await using var redis = await RedisProcess.StartAsync("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        await redis.KillAsync();
        await using var service = await RevokingService.StartAsync(Connect(redis));
        await redis.RestartAsync();
        var entry = new ReplayEntry { Key = new string('a', 43), Owner = "owner", ExpiresAt = TimeProvider.System.GetUtcNow() };
        await Poll.UntilAsync(() => service.Log.Lines.Any(line => line.Id == 302), "the server is checked when it answers");

        await service.Store.Awaiting(store => store.ReadAsync()).Should().ThrowAsync<OptionsValidationException>();
        await service.Replay.Awaiting(store => store.TryAddAsync(entry, CancellationToken.None).AsTask())
            .Should().ThrowAsync<OptionsValidationException>();
        (await service.ValidateAsync(service.Token("alive"))).Should().Be(JwtErrorCode.RevocationUnavailable);
        service.Log.Lines.Should().ContainSingle(line => line.Id == 302);

        await redis.CommandAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");

        await service.WaitForAsync(service.Token("alive"), JwtErrorCode.None, Limit);
    }

    private static async Task CanRevokeAsync(RevokingService service)
    {
        var token = service.Token("ended");
        (await service.ValidateAsync(token)).Should().Be(JwtErrorCode.None);
        await service.RevokeSessionAsync("ended");
        (await service.ValidateAsync(token)).Should().Be(JwtErrorCode.SessionEnded);
        (await RedisUse.AddAsync(service.Replay, "a")).Should().Be(ReplayResult.FirstUse);
    }

    private ConnectionMultiplexer Connect(RedisProcess redis, string options = "")
    {
        var connection = ConnectionMultiplexer.Connect(redis.Configuration + options);
        lock (_connections)
        {
            _connections.Add(connection);
        }

        return connection;
    }
}
