return await Stratus.Realtime.Fuzzer.CommandLine.Commands.RunAsync(args, Console.Out, Console.Error);
