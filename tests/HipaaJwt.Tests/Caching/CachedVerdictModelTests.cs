using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Caching;

/// <summary>
/// Two validators share time, keys, options and revocations, which change at random. One has a cache and the other has none. Both
/// must always return the same result.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class CachedVerdictModelTests(ITestOutputHelper output)
{
    private const int Callers = 4;

    private static int Steps => int.Parse(
        Environment.GetEnvironmentVariable("HIPAAJWT_MODEL_STEPS") ?? "1000000",
        CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(
        Environment.GetEnvironmentVariable("HIPAAJWT_MODEL_SEED")
            ?? RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_cached_token_is_accepted_only_if_a_new_validation_would_accept_it()
    {
        var seed = Seed;
        output.WriteLine($"{Steps} steps, {Callers} callers, seed {seed} (HIPAAJWT_MODEL_STEPS, HIPAAJWT_MODEL_SEED)");
        using var world = new ValidatorWorld();
        await using var cached = world.Host(capacity: 48);
        await using var uncached = world.Host(capacity: 0);
        ConcurrentBag<string> differences = [];
        var counts = new int[2];
        using var worldLock = new ReaderWriterLockSlim();

        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            () => RunCaller(new Random(seed + caller)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(callers);

        output.WriteLine($"accepted {counts[1]}, rejected {counts[0]}");
        differences.Should().BeEmpty();
        counts.Should().OnlyContain(count => count > Steps / 20, "the test is meaningful only if tokens are both accepted and rejected");

        void RunCaller(Random random)
        {
            for (var step = 0; step < Steps / Callers; step++)
            {
                if (random.Next(200) == 0)
                {
                    worldLock.EnterWriteLock();
                    world.ChangeRandomly(random);
                    worldLock.ExitWriteLock();
                }
                else
                {
                    worldLock.EnterReadLock();
                    CompareValidators(world.GetRandomToken(random));
                    worldLock.ExitReadLock();
                }
            }
        }

        void CompareValidators(string token)
        {
            var first = cached.ValidateAsync(token).AsTask().GetAwaiter().GetResult();
            var second = uncached.ValidateAsync(token).AsTask().GetAwaiter().GetResult();
            Interlocked.Increment(ref counts[second.IsValid ? 1 : 0]);
            if (first.Error != second.Error)
            {
                differences.Add($"{token}: cached {first}, uncached {second}");
            }
        }
    }

    /// <summary>The state that both validators share. It changes only while no validation runs.</summary>
    private sealed class ValidatorWorld : IDisposable
    {
        private const int Keys = 4;
        private const int Tokens = 96;

        private readonly byte[][] _keys = [.. Enumerable.Range(0, Keys).Select(_ => RandomNumberGenerator.GetBytes(32))];
        private readonly bool[] _trusted = [true, true, true, false];
        private readonly HashSet<string> _revoked = [];
        private readonly SettableTimeProvider _time = new() { Now = TestIssuer.Now };
        private readonly OptionsChangeSource _changeSource = new();
        private readonly string[] _tokens;
        private string _audience = TestIssuer.Audience;
        private int _skew = 30;
        private int _lifetime = 3600;

        public ValidatorWorld() => _tokens = [.. Enumerable.Range(0, Tokens).Select(CreateToken)];

        public TestHost Host(int capacity) => new(
            _time,
            options =>
            {
                options.ClockSkew = TimeSpan.FromSeconds(_skew);
                options.MaxTokenLifetime = TimeSpan.FromSeconds(_lifetime);
                options.TokenCache.Capacity = capacity;
                options.Issuers.Add(Issuer());
            },
            builder =>
            {
                builder.Services.AddSingleton<IOptionsChangeTokenSource<HipaaJwtOptions>>(_changeSource);
                builder.Services.AddSingleton(_revoked);
                builder.AddClaimCheck<RevocationCheck>();
            });

        public string GetRandomToken(Random random) => _tokens[random.Next(Tokens)];

        public void ChangeRandomly(Random random)
        {
            switch (random.Next(7))
            {
                case 0:
                    _time.Now += TimeSpan.FromMilliseconds(random.Next(1, 20_000));
                    return;
                case 1:
                    _time.Now -= TimeSpan.FromMilliseconds(random.Next(1, 20_000));
                    return;
                case 2:
                    _time.Now = TestIssuer.Now + TimeSpan.FromSeconds(random.Next(-100, 400));
                    return;
                case 3:
                    var token = "token-" + random.Next(Tokens).ToString(CultureInfo.InvariantCulture);
                    _ = _revoked.Remove(token) || _revoked.Add(token);
                    return;
                case 4:
                    _trusted[1 + random.Next(Keys - 1)] ^= true;
                    break;
                case 5:
                    _audience = random.Next(8) == 0 ? "https://other.example" : TestIssuer.Audience;
                    break;
                default:
                    (_skew, _lifetime) = (random.Next(0, 3) * 30, random.Next(1, 5) * 900);
                    break;
            }

            _changeSource.NotifyChange();
        }

        public void Dispose() => _changeSource.Dispose();

        private TrustedIssuer Issuer()
        {
            var issuer = new TrustedIssuer { Issuer = TestIssuer.Name, Audiences = { _audience }, Algorithms = { JwsAlgorithm.HS256 } };
            foreach (var key in Enumerable.Range(0, Keys).Where(key => _trusted[key]))
            {
                issuer.SigningKeys.Add(new SymmetricSecurityKey(_keys[key]) { KeyId = KeyId(key) });
            }

            return issuer;
        }

        private static string KeyId(int key) => "key-" + key.ToString(CultureInfo.InvariantCulture);

        private string CreateToken(int number)
        {
            var (header, claims) = (TestIssuer.Header(), TestIssuer.Claims());
            header["alg"] = "HS256";
            header["kid"] = KeyId(number % Keys);
            claims["jti"] = "token-" + number.ToString(CultureInfo.InvariantCulture);
            claims["iat"] = TestIssuer.Now.AddSeconds((number % 16) - 8).ToUnixTimeSeconds();
            claims["exp"] = TestIssuer.Now.AddSeconds(number % 3 == 0 ? 1800 : 60 + (number * 3)).ToUnixTimeSeconds();
            return RawToken.Sign(header.ToJsonString(), claims.ToJsonString(), RawToken.Hs256(_keys[number % Keys]));
        }
    }

    private sealed class RevocationCheck(HashSet<string> revoked) : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
            revoked.Contains(claims.Id!) ? new JwtError(JwtErrorCode.ClaimRefused, "jti") : JwtError.None;
    }

    private sealed class SettableTimeProvider : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class OptionsChangeSource : IOptionsChangeTokenSource<HipaaJwtOptions>, IDisposable
    {
        private CancellationTokenSource _source = new();

        public string Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_source.Token);

        public void NotifyChange()
        {
            using var previous = Interlocked.Exchange(ref _source, new CancellationTokenSource());
            previous.Cancel();
        }

        public void Dispose() => _source.Dispose();
    }
}
