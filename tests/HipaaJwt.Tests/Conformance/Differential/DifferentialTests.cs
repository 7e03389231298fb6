using System.Globalization;
using System.Text;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>
/// Tokens that nobody thought of, judged three times. Set HIPAAJWT_DIFFERENTIAL_TOKENS and HIPAAJWT_DIFFERENTIAL_SEED for
/// another number and to repeat a run.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int UsualTokens = 100_000;
    private const int MostFailuresShown = 20;

    [Fact]
    public async Task Three_opinions_agree_on_every_token()
    {
        var tokens = Setting("TOKENS") ?? UsualTokens;
        var seed = Setting("SEED") ?? Random.Shared.Next();
        output.WriteLine($"{tokens} tokens, HIPAAJWT_DIFFERENTIAL_SEED={seed}");
        var tally = new Tally();

        await RunAsync(tokens, seed, tally);

        output.WriteLine(tally.ToString());
        tally.Failures.Should().BeEmpty("HIPAAJWT_DIFFERENTIAL_SEED={0} repeats it", seed);
        (tally.Genuine / (double)tokens).Should().BeGreaterThan(0.9, "else only the check of signatures is tested");
        if (tokens >= UsualTokens)
        {
            (tally.Accepted / (double)tokens).Should().BeInRange(0.2, 0.8, "both verdicts must be common");
            tally.Codes.Should().HaveCountGreaterThan(25, "the mutants must get past each other's checks");
        }
    }

    private static async Task RunAsync(int tokens, int seed, Tally tally)
    {
        using var trusted = new Trusted();
        await using var host = trusted.Host();
        var generator = new Generator(trusted);
        var oracle = new StrictOracle(trusted);
        var microsoft = new MicrosoftOpinion(trusted);
        var validator = host.Validator;
        for (var i = 0; i < tokens && tally.Failures.Count < MostFailuresShown; i++)
        {
            var random = new Random(unchecked(seed + (i * 7919)));
            var draft = generator.Next(random);
            if (random.Next(10) > 0)
            {
                Mutators.Apply(draft, random);
            }

            var token = draft.Write();
            var ours = await validator.ValidateAsync(token);
            tally.Add(i, token, draft.IsGenuine, ours.Error.Code, oracle.Accepts(token), await microsoft.RefusalAsync(token));
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable("HIPAAJWT_DIFFERENTIAL_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private sealed class Tally
    {
        public List<string> Failures { get; } = [];

        public SortedDictionary<JwtErrorCode, int> Codes { get; } = [];

        public int Accepted => Codes.GetValueOrDefault(JwtErrorCode.None);

        public int Genuine { get; private set; }

        private int OnlyMicrosoftAccepts { get; set; }

        private Dictionary<string, int> KnownDifferences { get; } = [];

        public void Add(int index, byte[] token, bool genuine, JwtErrorCode ours, bool oracle, Exception? microsoft)
        {
            Codes[ours] = Codes.GetValueOrDefault(ours) + 1;
            Genuine += genuine ? 1 : 0;
            var accepted = ours == JwtErrorCode.None;
            OnlyMicrosoftAccepts += microsoft is null && !accepted ? 1 : 0;
            var reason = accepted && microsoft is not null ? KnownDifference.ReasonFor(token) : null;
            if (reason is not null)
            {
                KnownDifferences[reason] = KnownDifferences.GetValueOrDefault(reason) + 1;
            }

            if (accepted != oracle || (accepted && microsoft is not null && reason is null))
            {
                Failures.Add($"token {index}: {ours}, oracle {(oracle ? "accepts" : "refuses")}, Microsoft {microsoft?.Message ?? "accepts"}: {Describe(token)}");
            }
        }

        public override string ToString() => new StringBuilder()
            .AppendJoin('\n', Codes.Select(code => $"{code.Value,8} {code.Key}"))
            .Append(CultureInfo.InvariantCulture, $"\n{OnlyMicrosoftAccepts,8} refused, accepted by Microsoft alone\n")
            .AppendJoin('\n', KnownDifferences.Select(difference => $"{difference.Value,8} accepted, refused by Microsoft: {difference.Key}"))
            .ToString();

        private static string Describe(byte[] token)
        {
            var text = Encoding.UTF8.GetString(token);
            var parts = CompactJws.TryParse(token, out _) ? text.Split('.')[..2] : [];
            return string.Join(" . ", parts.Select(part => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part)))) + " | " + text;
        }
    }
}
