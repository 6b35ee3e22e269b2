namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>What a fuzzing server prints; the line that says where it listens is also there as an address.</summary>
internal sealed class ListeningOutput : StringWriter
{
    private const string Prefix = "Listening at ";

    private readonly TaskCompletionSource<Uri> url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Uri> Url => url.Task;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value is not null && value.StartsWith(Prefix, StringComparison.Ordinal))
        {
            url.TrySetResult(new Uri(value[Prefix.Length..].Split(' ')[0]));
        }
    }
}
