namespace Stratus.Realtime.Channels;

/// <summary>
/// Where publications are kept that outlive the host of their channel. A channel has one owner at a time: whoever opened it
/// last. What a former owner appends is refused, so that no offset is given twice. Methods may throw anything of the medium:
/// what was to be appended may then have been, or not, and the channel has to be opened again to find out.
/// </summary>
public interface IChannelLog
{
    /// <summary>Takes a channel over, and reads it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="rules">Its rules: how much of its history is wanted, and how long its position is kept.</param>
    /// <param name="owner">The new owner: a token that nobody had before.</param>
    /// <param name="epoch">The epoch to begin with, if the channel is not known.</param>
    /// <returns>
    /// What it is; without members. It counts as used when it was last appended to or trimmed: a quiet channel that somebody is
    /// attached to is trimmed now and then for that alone.
    /// </returns>
    ValueTask<ChannelSnapshot> OpenAsync(string channel, ChannelRules rules, string owner, string epoch);

    /// <summary>Appends; done means that it is on disk.</summary>
    /// <exception cref="ChannelFencedException">The channel has another owner, or another top: nothing was appended.</exception>
    ValueTask AppendAsync(LogAppend append);

    /// <summary>Forgets publications before an offset, and keeps the position for another <see cref="ChannelRules.PositionAge"/>.</summary>
    /// <exception cref="ChannelFencedException">The channel has another owner.</exception>
    ValueTask TrimAsync(string channel, ChannelRules rules, string owner, long firstOffset);

    /// <summary>Forgets a channel, if it still has this owner.</summary>
    ValueTask ForgetAsync(string channel, string owner);
}
