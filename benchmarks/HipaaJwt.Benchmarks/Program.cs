using HipaaJwt.Benchmarks.Gate;
using HipaaJwt.Benchmarks.Micro;
using HipaaJwt.Benchmarks.Web;

return args switch
{
    ["gate", ..] => GateCommand.Run(args.AsSpan(1)),
    [StartCommand.Name, var scheme, var x, var y] => await StartCommand.RunAsync(scheme, x, y),
    [IssuersCommand.Name, var folder] => await IssuersCommand.RunAsync(folder),
    [TrustingServiceCommand.Name, var issuers] => await TrustingServiceCommand.RunAsync(new Uri(issuers)),
    _ => MicroCommand.Run(args),
};
