using System.Globalization;
using System.Text.Json;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>Follows one channel as an SDK does: comes back after every end that allows it, with its position.</summary>
/// <param name="edge">The edge.</param>
/// <param name="channel">The channel.</param>
/// <param name="random">Decides when it is lost.</param>
/// <param name="drops">Whether it loses its connection now and then.</param>
internal sealed class FollowingClient(MessagingEdge edge, string channel, Random random, bool drops)
{
    private NativeClient? _client;
    private string _epoch = "";
    private long _offset;

    /// <summary>The numbers that came, in their order.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>The offsets that came in this epoch.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>How often it was told that not all that it missed could be had.</summary>
    public int LostPositions { get; private set; }

    /// <summary>Connects and subscribes for the first time.</summary>
    public async Task BeginAsync()
    {
        while (_client is null || !await TryAsync(SubscribeAsync))
        {
            await ConnectAsync();
        }
    }

    /// <summary>Reads until a number has come.</summary>
    public async Task FollowAsync(int last)
    {
        while (Numbers is not [.., var number] || number < last)
        {
            if (_client is null)
            {
                await ConnectAsync();
                if (!await TryAsync(SubscribeAsync))
                {
                    continue;
                }
            }
            else
            {
                await TryAsync(ReadAsync);
            }

            if (drops && random.Next(30) == 0 && _client is not null)
            {
                _client.Vanish();
                _client = null;
            }
        }

        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    private async Task ConnectAsync() => _client = await edge.ConnectAsync();

    private async Task SubscribeAsync()
    {
        string since = _epoch.Length == 0 ? "" : $",\"recover\":true,\"epoch\":\"{_epoch}\",\"offset\":{_offset}";
        Reply reply = await _client!.CallAsync("subscribe", $"{{\"channel\":\"{channel}\"{since}}}");
        if (reply.Error != 0)
        {
            Assert.Equal(100, reply.Error); // temporary: again
            await SubscribeAsync();
            return;
        }

        JsonElement result = reply.Result;
        if (result.Flag("was_recovering") && !result.Flag("recovered"))
        {
            LostPositions++;
        }

        if (_epoch != result.Text("epoch"))
        {
            Offsets.Clear();
        }

        _epoch = result.Text("epoch");
        _offset = result.Number("offset");
        if (result.TryGetProperty("publications", out JsonElement publications))
        {
            foreach (JsonElement publication in publications.EnumerateArray())
            {
                Take(publication);
            }
        }
    }

    private async Task ReadAsync()
    {
        Push push = await _client!.PushAsync();
        if (push.Kind == "unsubscribe")
        {
            Assert.Equal(2500, push.Body.Number("code"));
            await SubscribeAsync();
            return;
        }

        Assert.Equal("pub", push.Kind);
        Take(push.Body);
    }

    private void Take(JsonElement publication)
    {
        _offset = publication.Number("offset");
        Offsets.Add(_offset);
        Numbers.Add(int.Parse(publication.Text("data").AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (ClosedException closed)
        {
            Assert.InRange(closed.Code, 3000, 3499); // after others it must not come back
            await _client!.DisposeAsync();
            _client = null;
            return false;
        }
    }
}
