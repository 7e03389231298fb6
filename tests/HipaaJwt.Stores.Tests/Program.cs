using HipaaJwt.Stores.Tests.AuditLogs;
using HipaaJwt.Stores.Tests.Issuer;
using HipaaJwt.Stores.Tests.Workers;
using Xunit.Runner.InProc.SystemConsole;

// Tests start this program again as a second process that uses the same store.
return args switch
{
    ["worker", .. var store] => await WorkerProgram.RunAsync(store),
    ["audit", var acknowledged, var key, .. var place] => await AuditWorker.RunAsync(acknowledged, key, place),
    ["issuer", .. var arguments] => await IssuerWorker.RunAsync(arguments),
    _ => await ConsoleRunner.Run(args),
};
