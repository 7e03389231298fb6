using System.Diagnostics;
using System.Security.Cryptography;
using HipaaJwt.AspNetCore.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Development;

/// <summary>
/// A network namespace with a virtual cable to this machine, as a container has. Processes inside resolve <c>keycloak</c> to this machine.
/// </summary>
public sealed class ContainerNetwork : IDisposable
{
    private readonly string _name = $"hipaajwt-{Environment.ProcessId}";
    private readonly string? _obstacle;

    public ContainerNetwork()
    {
        var subnet = $"10.{RandomNumberGenerator.GetInt32(64, 128)}.{RandomNumberGenerator.GetInt32(256)}";
        (HostAddress, ContainerAddress) = (subnet + ".1", subnet + ".2");
        _obstacle = OperatingSystem.IsLinux() && Environment.UserName == "root" && Browser.Find("ip") is not null
            ? Run("netns", "add", _name)
            : "it needs Linux, root and the program ip of the package iproute2.";
        if (_obstacle is null)
        {
            Connect();
        }
    }

    /// <summary>The address of this machine, on which the containers see Keycloak and the ingress.</summary>
    public string HostAddress { get; }

    public string ContainerAddress { get; }

    /// <summary>Skips the test on a machine without network namespaces. On every other machine, also with CI=true, it must pass.</summary>
    public void Require() => Assert.SkipWhen(_obstacle is not null, $"A network namespace cannot be created: {_obstacle}");

    /// <summary>Starts a program inside, with the environment variables alone that matter to it.</summary>
    public Process Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] command)
    {
        var start = new ProcessStartInfo(Browser.Find("ip")!, ["netns", "exec", _name, .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose()
    {
        if (_obstacle is null)
        {
            // Deleting the namespace deletes both ends of the cable.
            Run("netns", "delete", _name);
            Directory.Delete(Hosts, recursive: true);
        }
    }

    private string Hosts => Path.Combine("/etc/netns", _name);

    private void Connect()
    {
        var (outside, inside) = ($"hj{Environment.ProcessId}a", $"hj{Environment.ProcessId}b");
        string[][] commands =
        [
            ["link", "add", outside, "type", "veth", "peer", "name", inside],
            ["link", "set", inside, "netns", _name],
            ["address", "add", HostAddress + "/24", "dev", outside],
            ["link", "set", outside, "up"],
            ["-netns", _name, "address", "add", ContainerAddress + "/24", "dev", inside],
            ["-netns", _name, "link", "set", inside, "up"],
            ["-netns", _name, "link", "set", "lo", "up"],
        ];
        foreach (var command in commands)
        {
            Run(command).Should().BeNull("ip {0} should succeed", string.Join(' ', command));
        }

        Directory.CreateDirectory(Hosts);
        File.WriteAllText(Path.Combine(Hosts, "hosts"), $"127.0.0.1 localhost\n{HostAddress} keycloak\n");
    }

    /// <returns>What the program wrote; null if it succeeded.</returns>
    private static string? Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Browser.Find("ip")!, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : errors;
    }
}
