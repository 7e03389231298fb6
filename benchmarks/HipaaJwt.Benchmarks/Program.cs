using HipaaJwt.Benchmarks.Gate;
using HipaaJwt.Benchmarks.Micro;

return args is ["gate", ..] ? GateCommand.Run(args.AsSpan(1)) : MicroCommand.Run(args);
