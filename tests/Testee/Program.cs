using System.Runtime.InteropServices;
using Stratus.Realtime.Testee;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

Terminal terminal = Terminal.OfProcess();
try
{
    Arguments arguments = new(args);
    if (arguments.WantsHelp)
    {
        terminal.Output.WriteLine(Usage.Text);
        return ExitCode.Success;
    }

    return arguments.Mode switch
    {
        "testeeserver" => await TesteeServer.RunAsync(ServerOptions.Read(arguments), terminal, stop.Token),
        "testeeclient" => await TesteeClient.RunAsync(ClientOptions.Read(arguments), terminal, stop.Token),
        "" => throw new BadArgumentException("The mode is missing: testeeserver or testeeclient."),
        _ => throw new BadArgumentException($"\"{arguments.Mode}\" is no mode; there are testeeserver and testeeclient."),
    };
}
catch (BadArgumentException e)
{
    terminal.Errors.WriteLine($"{e.Message}\nTry --help.");
    return ExitCode.BadArguments;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
