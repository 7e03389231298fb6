using HipaaJwt.AuditLog.Tests.Files;
using HipaaJwt.AuditLog.Tests.Vectors;
using Xunit.Runner.InProc.SystemConsole;

// Tests start this program again as a process that writes a log.
return args switch
{
    ["writer", .. var arguments] => await WriterProgram.RunAsync(arguments),
    ["vectors"] => await VectorProgram.RunAsync(),
    _ => await ConsoleRunner.Run(args),
};
