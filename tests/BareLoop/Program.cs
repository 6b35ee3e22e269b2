// The sockets road completes on the thread that saw the readiness. The runtime reads this once, so it must be the first line.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
return Stratus.Realtime.BareLoop.CommandLine.Commands.Run(args);
