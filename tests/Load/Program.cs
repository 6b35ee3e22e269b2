return Stratus.Realtime.Load.CommandLine.Commands.Run(args, Console.Out, Console.Error);
