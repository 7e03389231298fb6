using System.Runtime.InteropServices;

namespace HipaaJwt.Histories.Support;

/// <summary>Sends signals to processes. A process that has exited is skipped.</summary>
internal static class Signals
{
    private const int KillSignal = 9;
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    public static void Kill(int process) => _ = Send(process, KillSignal);

    public static void Stop(int process) => _ = Send(process, StopSignal);

    public static void Continue(int process) => _ = Send(process, ContinueSignal);

    /// <summary>Kills a process and its children, none of which runs meanwhile.</summary>
    public static void KillAll(int process)
    {
        Stop(process);
        foreach (var child in ChildrenOf(process))
        {
            Kill(child);
        }

        Kill(process);
    }

    public static void StopAll(int process)
    {
        Stop(process);
        foreach (var child in ChildrenOf(process))
        {
            Stop(child);
        }
    }

    public static void ContinueAll(int process)
    {
        foreach (var child in ChildrenOf(process))
        {
            Continue(child);
        }

        Continue(process);
    }

    private static int[] ChildrenOf(int process)
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(int.Parse)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int process, int signal);
}
