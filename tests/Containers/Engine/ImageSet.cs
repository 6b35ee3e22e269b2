using Docker.DotNet;
using Docker.DotNet.Models;

namespace Stratus.Realtime.Containers.Engine;

/// <summary>The images under test: those that are there, or else made by the scripts of infra/images.</summary>
/// <remarks>
/// <c>STRATUS_IMAGES_PREFIX</c> (<c>stratus/</c>) and <c>STRATUS_IMAGES_TAG</c> (<c>latest</c>) name others, <c>STRATUS_EDGE_IMAGE</c>,
/// <c>_SILO_</c>, <c>_FUZZER_</c>, <c>_BALANCER_</c> and <c>_POSTGRES_</c> a single one, as for compose: then nothing is made here.
/// <c>STRATUS_IMAGES_BUILD=1</c> makes edge, silo and fuzzer anew, from the sources as they are.
/// </remarks>
internal static class ImageSet
{
    private const string OwnPrefix = "stratus/";
    private const string OwnTag = "latest";
    private static readonly string[] Compiled = ["edge", "silo", "fuzzer"];
    private static readonly string[] Imported = ["balancer", "postgres"];
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(15);

    public static string Edge => Name("edge");

    public static string Silo => Name("silo");

    public static string Fuzzer => Name("fuzzer");

    public static string Balancer => Name("balancer");

    public static string Postgres => Name("postgres");

    /// <summary>What compose is to be told of them.</summary>
    public static Dictionary<string, string> Variables { get; } =
        Compiled.Concat(Imported).ToDictionary(static image => Variable(image), static image => Name(image));

    /// <summary>Makes what is missing.</summary>
    /// <returns>Which images they are, and how old.</returns>
    public static async Task<string> EnsureAsync(IDockerClient docker)
    {
        string root = Repository.Root();
        List<string> bases = await MissingAsync(docker, Imported);
        List<string> programs = Environment.GetEnvironmentVariable("STRATUS_IMAGES_BUILD") == "1" ? [.. Compiled] : await MissingAsync(docker, Compiled);
        if (programs.Count > 0 && await FindAsync(docker, OwnPrefix + "base-runtime") is null)
        {
            bases.Add("runtime");
        }

        if (bases.Count > 0)
        {
            await Command.RunAsync(BuildLimit, new Dictionary<string, string>(), [Path.Combine(root, "infra/images/base"), .. bases]);
        }

        if (programs.Count > 0)
        {
            await Command.RunAsync(BuildLimit, new Dictionary<string, string> { ["Cluster"] = "true" }, [Path.Combine(root, "infra/images/build"), .. programs]);
        }

        List<string> lines = [];
        foreach (string image in Compiled.Concat(Imported))
        {
            ImageInspectResponse? found = await FindAsync(docker, Name(image));
            lines.Add(found is null ? $"{Name(image)}: from a registry" : $"{Name(image)}: {found.ID[..19]}, made {found.Created:u}");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Looks for an image on the engine.</summary>
    /// <returns>The image; null when it is not there.</returns>
    public static async Task<ImageInspectResponse?> FindAsync(IDockerClient docker, string image)
    {
        try
        {
            return await docker.Images.InspectImageAsync(image);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    // Those that go by other names are somebody else's to make.
    private static async Task<List<string>> MissingAsync(IDockerClient docker, IEnumerable<string> images)
    {
        List<string> missing = [];
        foreach (string image in images)
        {
            if (Name(image) == $"{OwnPrefix}{image}:{OwnTag}" && await FindAsync(docker, Name(image)) is null)
            {
                missing.Add(image);
            }
        }

        return missing;
    }

    private static string Name(string image) =>
        Read(Variable(image)) ?? $"{Read("STRATUS_IMAGES_PREFIX") ?? OwnPrefix}{image}:{Read("STRATUS_IMAGES_TAG") ?? OwnTag}";

    private static string Variable(string image) => $"STRATUS_{image.ToUpperInvariant()}_IMAGE";

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
