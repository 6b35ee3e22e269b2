using System.Globalization;
using Stratus.Realtime.Load.CommandLine;

namespace Stratus.Realtime.Load.Measuring;

/// <summary>The measured server as the operating system sees it.</summary>
internal sealed class ServerProcess
{
    private readonly int _id;
    private readonly string _folder;

    public ServerProcess(int id, int? cores)
    {
        _id = id;
        _folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        if (!Directory.Exists(_folder))
        {
            throw new BadArgumentException($"--pid {id}: there is no such process.");
        }

        AllowedCores = ProcFile.AllowedCores(Read("status"));
        Cores = cores ?? AllowedCores.Count;
    }

    public IReadOnlySet<int> AllowedCores { get; }

    /// <summary>How many processors it can keep busy.</summary>
    public int Cores { get; }

    public (double User, double System) CpuSeconds() => ProcFile.CpuSeconds(Read("stat"));

    public long ResidentOctets() => ProcFile.Octets(Read("status"), "VmRSS");

    public long PeakOctets() => ProcFile.Octets(Read("status"), "VmHWM");

    /// <summary>
    /// Lets a server that is a .NET process collect its heap; false: it does not. What is free afterwards may stay resident: whether
    /// it is given back is the server's merit.
    /// </summary>
    public bool TryCollect() => DiagnosticPort.TryCollect(_id);

    /// <summary>Lets the peak begin anew, where the kernel lets us.</summary>
    public void ResetPeak()
    {
        try
        {
            File.WriteAllText($"{_folder}/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The peak is then that of the server's whole life: higher, and honest.
        }
    }

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText($"{_folder}/{file}");
        }
        catch (IOException)
        {
            throw new ServerGoneException();
        }
    }
}
