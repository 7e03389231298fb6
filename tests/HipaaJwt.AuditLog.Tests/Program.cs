using HipaaJwt.AuditLog.Tests.Files;
using Xunit.Runner.InProc.SystemConsole;

// Tests start this program again as a process that writes a log.
return args is ["writer", .. var arguments] ? await WriterProgram.RunAsync(arguments) : await ConsoleRunner.Run(args);
