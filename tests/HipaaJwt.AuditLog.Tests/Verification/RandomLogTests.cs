using System.Globalization;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Verification;

[Trait("Speed", "Slow")]
public sealed class RandomLogTests
{
    /// <summary>Set HIPAAJWT_LOGS to verify more.</summary>
    private static readonly int Logs =
        int.Parse(Environment.GetEnvironmentVariable("HIPAAJWT_LOGS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Random_clean_logs_raise_no_false_alarm()
    {
        using var key = AuditLogSigningKey.Create();
        for (var seed = 0; seed < Logs; seed++)
        {
            using var directory = new TemporaryDirectory();
            using var log = new LogBuilder(directory.Path, "clinic/random", key);
            Write(log, new Random(seed));
            var result = await log.VerifyAsync([.. log.Checkpoints.Where((_, index) => index % 3 == 0), log.Checkpoints[^1]]);
            (result.Verdict, result.Problem).Should().Be((AuditLogVerdict.Valid, null), $"the log of seed {seed} is clean");
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "The logs must be the same in every run.")]
    private static void Write(LogBuilder log, Random random)
    {
        log.Sign();
        for (var step = random.Next(3, 12); step > 0; step--)
        {
            log.AddMany(random.Next(1, 9));
            switch (random.Next(6))
            {
                case 0:
                    log.Sign().Rotate();
                    break;
                case 1:
                    log.End(SegmentEnd.Recovered, new string('?', random.Next(40)));
                    break;
                case 2:
                    log.Add("{\"void\":1}").End(SegmentEnd.Abandoned, "17 torn\n18");
                    break;
                case 3:
                    log.Rotate().AddMany(1).Redact(log.Count - 1);
                    break;
                default:
                    log.Sign();
                    break;
            }
        }

        log.Sign();
        if (random.Next(4) == 0 && log.Segment.EndsWith(StreamFiles.Segment(0), StringComparison.Ordinal) is false)
        {
            log.Prune(long.Parse(Path.GetFileNameWithoutExtension(log.Segment), CultureInfo.InvariantCulture));
        }
    }
}
