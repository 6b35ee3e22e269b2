namespace Stratus.Realtime.Channels;

/// <summary>The channel's events come on a link now: everything above <see cref="Top"/> will, or already has.</summary>
/// <param name="Link">The link that they come on.</param>
/// <param name="Top">The channel's position at that moment.</param>
/// <param name="IsContinuous">True when the channel continues the position that was asked from: same epoch, not below.</param>
public sealed record AttachResult(LinkId Link, Position Top, bool IsContinuous);
