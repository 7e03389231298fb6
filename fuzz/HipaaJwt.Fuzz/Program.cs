using HipaaJwt.Fuzz.Targets;
using SharpFuzz;

namespace HipaaJwt.Fuzz;

/// <summary>Runs one target under AFL++, writes the seeds, or replays files through a target.</summary>
internal static class Program
{
    /// <summary>Twice the maximum token size of the validator, so that inputs also exceed the limit.</summary>
    private const int MaxInputLength = 32 * 1024;

    private static int Main(string[] arguments) => arguments switch
    {
        ["list"] => List(),
        ["seeds", var folder] => WriteSeeds(folder),
        ["fuzz", var name] => Fuzz(name),
        ["replay", var name, .. var files] => Replay(FuzzTargets.Get(name), files),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.Error.WriteLine("Usage: HipaaJwt.Fuzz list | seeds FOLDER | fuzz TARGET | replay TARGET FILE...");
        return 2;
    }

    private static int List()
    {
        foreach (var name in FuzzTargets.Names)
        {
            Console.WriteLine(name);
        }

        return 0;
    }

    private static int WriteSeeds(string folder)
    {
        foreach (var name in FuzzTargets.Names)
        {
            var targetFolder = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            foreach (var (number, seed) in FuzzTargets.Get(name).Seeds.Index())
            {
                File.WriteAllBytes(Path.Combine(targetFolder, $"seed-{number:D3}"), seed);
            }
        }

        return 0;
    }

    /// <summary>
    /// Checks all inputs in one process. AFL++ treats an exception as a crash. The target is created inside the callback, because
    /// instrumented code must not run before SharpFuzz has set up its coverage memory.
    /// </summary>
    private static int Fuzz(string name)
    {
        var buffer = new byte[MaxInputLength];
        Fuzzer.Run(stream => FuzzTargets.Get(name).Check(
            buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))));
        return 0;
    }

    private static int Replay(FuzzTarget target, string[] files)
    {
        foreach (var file in files)
        {
            Console.WriteLine(file);
            target.Check(File.ReadAllBytes(file));
        }

        return 0;
    }
}
