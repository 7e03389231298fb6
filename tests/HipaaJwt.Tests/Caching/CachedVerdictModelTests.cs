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
/// Two validators live in one world whose time, keys, options and revocations change at random. One remembers tokens, the
/// other does not; what the first accepts, the second accepts too, always.
/// </summary>
public sealed class CachedVerdictModelTests(ITestOutputHelper output)
{
    private const int Callers = 4;

    private static int Steps => int.Parse(Environment.GetEnvironmentVariable("HIPAAJWT_MODEL_STEPS") ?? "1000000", CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(
        Environment.GetEnvironmentVariable("HIPAAJWT_MODEL_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_remembered_token_is_accepted_only_where_judging_it_anew_would_accept_it()
    {
        var seed = Seed;
        output.WriteLine($"{Steps} steps, {Callers} callers, seed {seed} (HIPAAJWT_MODEL_STEPS, HIPAAJWT_MODEL_SEED)");
        using var world = new World();
        await using var cached = world.Host(capacity: 48);
        await using var uncached = world.Host(capacity: 0);
        ConcurrentBag<string> differences = [];
        var tally = new int[2];
        using var turn = new ReaderWriterLockSlim();

        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            () => Live(new Random(seed + caller)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(callers);

        output.WriteLine($"accepted {tally[1]}, refused {tally[0]}");
        differences.Should().BeEmpty();
        tally.Should().OnlyContain(count => count > Steps / 20, "a world in which all or none is accepted proves nothing");

        void Live(Random random)
        {
            for (var step = 0; step < Steps / Callers; step++)
            {
                if (random.Next(200) == 0)
                {
                    turn.EnterWriteLock();
                    world.Change(random);
                    turn.ExitWriteLock();
                }
                else
                {
                    turn.EnterReadLock();
                    Compare(world.AnyToken(random));
                    turn.ExitReadLock();
                }
            }
        }

        void Compare(string token)
        {
            var first = cached.ValidateAsync(token).AsTask().GetAwaiter().GetResult();
            var second = uncached.ValidateAsync(token).AsTask().GetAwaiter().GetResult();
            Interlocked.Increment(ref tally[second.IsValid ? 1 : 0]);
            if (first.Error != second.Error)
            {
                differences.Add($"{token}: cached {first}, uncached {second}");
            }
        }
    }

    /// <summary>What the two validators share. It changes only while nobody validates.</summary>
    private sealed class World : IDisposable
    {
        private const int Keys = 4;
        private const int Tokens = 96;

        private readonly byte[][] _keys = [.. Enumerable.Range(0, Keys).Select(_ => RandomNumberGenerator.GetBytes(32))];
        private readonly bool[] _trusted = [true, true, true, false];
        private readonly HashSet<string> _revoked = [];
        private readonly SettableTime _time = new() { Now = TestIssuer.Now };
        private readonly Changes _changes = new();
        private readonly string[] _tokens;
        private string _audience = TestIssuer.Audience;
        private int _skew = 30;
        private int _lifetime = 3600;

        public World() => _tokens = [.. Enumerable.Range(0, Tokens).Select(MakeToken)];

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
                builder.Services.AddSingleton<IOptionsChangeTokenSource<HipaaJwtOptions>>(_changes);
                builder.Services.AddSingleton(_revoked);
                builder.AddClaimCheck<RevocationCheck>();
            });

        public string AnyToken(Random random) => _tokens[random.Next(Tokens)];

        public void Change(Random random)
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

            _changes.Tell();
        }

        public void Dispose() => _changes.Dispose();

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

        private string MakeToken(int number)
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

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Changes : IOptionsChangeTokenSource<HipaaJwtOptions>, IDisposable
    {
        private CancellationTokenSource _source = new();

        public string Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_source.Token);

        public void Tell()
        {
            using var told = Interlocked.Exchange(ref _source, new CancellationTokenSource());
            told.Cancel();
        }

        public void Dispose() => _source.Dispose();
    }
}
