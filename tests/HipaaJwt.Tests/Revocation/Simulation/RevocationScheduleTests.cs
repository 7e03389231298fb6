using HipaaJwt.Diagnostics;
using HipaaJwt.Revocations;
using Microsoft.Extensions.Logging.Abstractions;

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>Every order in which two instances and a fault can act on one store.</summary>
[Trait("Speed", "Slow")]
public sealed class RevocationScheduleTests
{
    private static readonly RevocationOptions Options = new();

    private readonly ITestOutputHelper _output;

    public RevocationScheduleTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("no fault", 100)]
    [InlineData("another revocation", 1_000)]
    [InlineData("flush", 1_000)]
    [InlineData("lagging replica", 1_000)]
    [InlineData("restore", 400)]
    [InlineData("another epoch", 1_000)]
    public async Task A_revocation_binds_both_instances_and_every_new_one_in_every_order(string fault, int atLeast)
    {
        var tokens = await TokenFactory.CreateAsync();
        var revoked = tokens.Validated(VirtualWorld.Start, session: "revoked");
        var later = tokens.Validated(VirtualWorld.Start.AddHours(1), session: "revoked");

        var orders = await Task.Run(() => Schedule.RunAll(schedule => Run(schedule, fault, revoked, later)));

        _output.WriteLine($"{fault}: {orders} orders");
        orders.Should().BeGreaterThan(atLeast);
    }

    private static RevocationEntry Entry(string session) => new()
    {
        Kind = RevocationKind.Session,
        Key = RevocationDigest.Compute(RevocationKind.Session, "https://idp.hospital.example"u8, session),
        Retention = TimeSpan.FromHours(25),
    };

    private static void Run(Schedule schedule, string fault, ValidatedJwt revoked, ValidatedJwt later)
    {
        var world = new VirtualWorld(1);
        var server = new SimulatedServer(world);
        using var meters = new FreshMeters();
        var (writer, reader) = (Create(schedule, server, world, meters), Create(schedule, server, world, meters));
        ReadAtOnce(writer, reader);
        server.Append(Entry("earlier"), _ => { });
        ReadAtOnce(writer, reader);
        var snapshot = server.Snapshot();
        var isAcknowledged = false;

        _ = RevokeAsync();
        _ = ReadAsync(reader, fault is "flush" or "restore" ? 1 : 2);
        schedule.Enable(() => Act(server, fault, snapshot));
        schedule.Run();

        isAcknowledged.Should().BeTrue();
        ReadAtOnce(writer, reader, writer, reader);
        var restarted = Create(schedule, server, world, meters);
        ReadAtOnce(restarted);
        foreach (var instance in (Instance[])[writer, reader, restarted])
        {
            instance.View.Check(later, VirtualWorld.Start).Code.Should().Be(JwtErrorCode.SessionEnded, "order {0}", schedule);
            instance.View.Check(revoked, VirtualWorld.Start).IsNone.Should().BeFalse("order {0}", schedule);
        }

        async Task RevokeAsync()
        {
            await writer.Appender.AppendAsync(Entry("revoked"), CancellationToken.None).ConfigureAwait(false);
            isAcknowledged = true;
            writer.View.Check(later, VirtualWorld.Start).Code.Should().Be(JwtErrorCode.SessionEnded);
            await ReadAsync(writer, 1).ConfigureAwait(false);
        }

        async Task ReadAsync(Instance instance, int count)
        {
            for (; count > 0; count--)
            {
                var (wasAcknowledged, wasSafe) = (isAcknowledged, fault is "no fault" or "another revocation");
                (await instance.Reader.TryReadAsync(CancellationToken.None).ConfigureAwait(false)).Should().BeTrue();
                if (wasAcknowledged && wasSafe)
                {
                    instance.View.Check(later, VirtualWorld.Start).Code.Should().Be(JwtErrorCode.SessionEnded, "order {0}", schedule);
                }
            }
        }
    }

    private static void Act(SimulatedServer server, string fault, (RevocationLogHead? Head, List<LoggedRevocation> Log) snapshot)
    {
        switch (fault)
        {
            case "another revocation":
                server.Append(Entry("other"), _ => { });
                break;
            case "flush":
                server.Flush();
                break;
            case "lagging replica":
                server.Restore(snapshot);
                server.Append(Entry("other"), _ => { });
                break;
            case "restore":
                server.Restore(snapshot);
                break;
            case "another epoch":
                server.Flush();
                server.StartEpoch(null, hasFloor: true);
                break;
        }
    }

    private static void ReadAtOnce(params Instance[] instances)
    {
        foreach (var instance in instances)
        {
            instance.Store.IsImmediate = true;
            instance.Reader.TryReadAsync(CancellationToken.None).GetAwaiter().GetResult().Should().BeTrue();
            instance.Store.IsImmediate = false;
        }
    }

    private static Instance Create(Schedule schedule, SimulatedServer server, VirtualWorld world, FreshMeters meters)
    {
        var (store, time) = (new SteppedStore(schedule, server), new MachineClock(world));
        var (view, own) = (new RevocationView(), new OwnRevocations(time));
        var telemetry = new RevocationTelemetry(meters);
        var monitor = new RevocationMonitor(view, "Stepped", Options, telemetry, time, NullLogger<RevocationMonitor>.Instance);
        return new Instance(
            store, view, new RevocationReader(store, view, own, monitor, Options, time),
                new RevocationAppender(store, view, own, Options, time));
    }

    private sealed record Instance(SteppedStore Store, RevocationView View, RevocationReader Reader, RevocationAppender Appender);
}
