using Spectre.Console;

namespace HipaaJwt.Tool.Verification;

/// <summary>Shows the progress of a verification on a terminal.</summary>
internal static class ProgressBar
{
    public static Task<TResult> RunAsync<TResult>(IAnsiConsole console, Func<IProgress<AuditLogProgress>, Task<TResult>> verify) =>
        console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask("Verifying");
            return await verify(new Reporter(task)).ConfigureAwait(false);
        });

    /// <summary>Reports on the thread of the verifier, so that nothing arrives after its end.</summary>
    private sealed class Reporter(ProgressTask task) : IProgress<AuditLogProgress>
    {
        public void Report(AuditLogProgress value)
        {
            task.MaxValue = Math.Max(1, value.TotalBytes);
            task.Value = value.Bytes;
        }
    }
}
