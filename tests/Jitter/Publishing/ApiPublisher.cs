using System.Globalization;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>Publishes through the server API, each with an idempotency key: what is not answered is asked again.</summary>
/// <param name="api">The API.</param>
/// <param name="ledger">Where it is noted.</param>
/// <param name="counts">Where faults are.</param>
/// <param name="repeats">Whether some are published again on purpose, though they were answered.</param>
internal sealed class ApiPublisher(ApiClient api, Ledger ledger, RunCounts counts, bool repeats)
{
    private const int Attempts = 5;
    private const int Internal = 100;
    private const int RepeatEvery = 10;

    /// <summary>Publishes one publication.</summary>
    public async Task PublishAsync(string channel, int seed)
    {
        int number = ledger.Begin(channel, publisher: null);
        string data = Payload.Make(channel, number, new Random(seed));
        string key = "key-" + number.ToString(CultureInfo.InvariantCulture);
        try
        {
            if (await TryPublishAsync(channel, data, key) is not { } position)
            {
                return;
            }

            ledger.Acknowledge(number, position);
            if (repeats && number % RepeatEvery == 0 && await TryPublishAsync(channel, data, key) is { } again)
            {
                counts.Note("publications repeated with their key");
                if (again != position)
                {
                    counts.Fault($"Number {number} of {channel} was published at {position}; repeated with its key, the answer was {again}.");
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or ApiException or OperationCanceledException)
        {
            counts.Fault($"Number {number} of {channel} could not be published: {e.Message} {e.InnerException?.Message}");
        }
    }

    private async Task<StreamPosition?> TryPublishAsync(string channel, string data, string key)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return await api.PublishAsync(channel, data, key);
            }
            catch (ApiException e) when (e.Code == Internal)
            {
                counts.Note("API calls without an answer (100)");
            }
        }

        return null;
    }
}
