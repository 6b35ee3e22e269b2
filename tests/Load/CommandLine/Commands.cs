using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Net;
using Stratus.Realtime.Load.Reports;
using Stratus.Realtime.Load.Running;

namespace Stratus.Realtime.Load.CommandLine;

/// <summary>The modes of the command line: arguments in, exit code out.</summary>
internal static class Commands
{
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            Arguments arguments = new(args);
            if (arguments.Flag("--help") || arguments.Flag("-h") || arguments.Mode is null or "help")
            {
                output.WriteLine(Usage.Text);
                return args.Length == 0 ? ExitCode.Refused : ExitCode.Success;
            }

            if (arguments.Mode == "pauses")
            {
                return RunPauses(arguments, output);
            }

            return OperatingSystem.IsLinux() ? Run(RunPlan.Read(arguments), output, error)
                : throw new BadArgumentException("This tool runs on Linux only: its loops are made of epoll.");
        }
        catch (BadArgumentException e)
        {
            error.WriteLine($"{e.Message} (--help tells more)");
            return ExitCode.Refused;
        }
        catch (Exception e) when (e is NetworkException or ServerGoneException)
        {
            error.WriteLine(e.Message);
            return ExitCode.Faulty;
        }
        catch (LoopException e)
        {
            error.WriteLine(e.InnerException is NetworkException ? e.Message : e.InnerException);
            return ExitCode.Faulty;
        }
    }

    private static int RunPauses(Arguments arguments, TextWriter output)
    {
        TimeSpan duration = TimeSpan.FromSeconds(arguments.Decimal("--seconds", 0.1, 3_600) ?? 5);
        double rate = arguments.Decimal("--rate", 1, 1e6) ?? 100_000;
        bool isJson = arguments.Flag("--json");
        arguments.End();
        Pauses pauses = Pauses.Measure(duration, rate);
        output.WriteLine(isJson ? JsonReport.Write(pauses, rate) : TextReport.Write(pauses));
        return ExitCode.Success;
    }

    private static int Run(RunPlan plan, TextWriter output, TextWriter error)
    {
        Course course = new();
        Measurement measurement = new Coordinator(plan.Run, plan.Target, plan.Server, plan.CreateScenario(course), course).Run();
        Report report = new(plan, measurement);
        TextReport.Write(report, plan.Json ? error : output);
        if (plan.Json)
        {
            output.WriteLine(JsonReport.Write(report));
        }

        return measurement.IsFaulty ? ExitCode.Faulty : report.Refusal is null ? ExitCode.Success : ExitCode.Refused;
    }
}
