using System.Globalization;
using System.Text;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>
/// Compares the validator with an oracle and with the Microsoft handler on random tokens. Set HIPAAJWT_DIFFERENTIAL_TOKENS for another
/// number of tokens and HIPAAJWT_DIFFERENTIAL_SEED to repeat a run.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int DefaultTokens = 100_000;
    private const int MaxFailures = 20;

    [Fact]
    public async Task Three_validators_agree_on_every_token()
    {
        var tokens = Setting("TOKENS") ?? DefaultTokens;
        var seed = Setting("SEED") ?? Random.Shared.Next();
        output.WriteLine($"{tokens} tokens, HIPAAJWT_DIFFERENTIAL_SEED={seed}");
        var tally = new Tally();

        await RunAsync(tokens, seed, tally);

        output.WriteLine(tally.ToString());
        tally.Failures.Should().BeEmpty("HIPAAJWT_DIFFERENTIAL_SEED={0} repeats the run", seed);
        (tally.ValidSignatures / (double)tokens).Should().BeGreaterThan(0.9, "otherwise mostly the signature is tested");
        if (tokens >= DefaultTokens)
        {
            (tally.Accepted / (double)tokens).Should().BeInRange(0.2, 0.8, "both results must be frequent");
            tally.Codes.Should().HaveCountGreaterThan(25, "many different errors must occur");
        }
    }

    private static async Task RunAsync(int tokens, int seed, Tally tally)
    {
        using var trusted = new Trusted();
        await using var host = trusted.Host();
        var generator = new Generator(trusted);
        var oracle = new StrictOracle(trusted);
        var microsoft = new MicrosoftValidator(trusted);
        var validator = host.Validator;
        for (var i = 0; i < tokens && tally.Failures.Count < MaxFailures; i++)
        {
            var random = new Random(unchecked(seed + (i * 7919)));
            var draft = generator.Next(random);
            if (random.Next(10) > 0)
            {
                Mutators.Apply(draft, random);
            }

            var token = draft.Write();
            var result = await validator.ValidateAsync(token);
            tally.Add(i, token, draft.HasValidSignature, result.Error.Code, oracle.Accepts(token), await microsoft.ErrorAsync(token));
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable("HIPAAJWT_DIFFERENTIAL_" + name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private sealed class Tally
    {
        public List<string> Failures { get; } = [];

        public SortedDictionary<JwtErrorCode, int> Codes { get; } = [];

        public int Accepted => Codes.GetValueOrDefault(JwtErrorCode.None);

        public int ValidSignatures { get; private set; }

        private int OnlyMicrosoftAccepts { get; set; }

        private Dictionary<string, int> KnownDifferences { get; } = [];

        public void Add(int index, byte[] token, bool hasValidSignature, JwtErrorCode code, bool oracle, Exception? microsoft)
        {
            Codes[code] = Codes.GetValueOrDefault(code) + 1;
            ValidSignatures += hasValidSignature ? 1 : 0;
            var accepted = code == JwtErrorCode.None;
            OnlyMicrosoftAccepts += microsoft is null && !accepted ? 1 : 0;
            var reason = accepted && microsoft is not null ? KnownDifference.ReasonFor(token) : null;
            if (reason is not null)
            {
                KnownDifferences[reason] = KnownDifferences.GetValueOrDefault(reason) + 1;
            }

            if (accepted != oracle || (accepted && microsoft is not null && reason is null))
            {
                Failures.Add(
                    $"token {index}: {code}, oracle {(oracle ? "accepts" : "rejects")}, "
                    + $"Microsoft {microsoft?.Message ?? "accepts"}: {Describe(token)}");
            }
        }

        public override string ToString() => new StringBuilder()
            .AppendJoin('\n', Codes.Select(pair => $"{pair.Value,8} {pair.Key}"))
            .Append(CultureInfo.InvariantCulture, $"\n{OnlyMicrosoftAccepts,8} rejected, accepted only by Microsoft\n")
            .AppendJoin(
                '\n', KnownDifferences.Select(difference => $"{difference.Value,8} accepted, rejected by Microsoft: {difference.Key}"))
            .ToString();

        private static string Describe(byte[] token)
        {
            var text = Encoding.UTF8.GetString(token);
            var parts = CompactJws.TryParse(token, out _) ? text.Split('.')[..2] : [];
            var decoded = parts.Select(part => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part)));
            return string.Join(" . ", decoded) + " | " + text;
        }
    }
}
