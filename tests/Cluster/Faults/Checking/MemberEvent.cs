namespace Stratus.Realtime.Cluster.Faults.Checking;

/// <summary>A client was told that somebody came or left.</summary>
/// <param name="Watcher">Who was told.</param>
/// <param name="Channel">Where.</param>
/// <param name="Epoch">The channel's stream at that time, as the watcher knows it.</param>
/// <param name="Member">The client id of whom it is about.</param>
/// <param name="IsJoin">Came; otherwise left.</param>
/// <param name="At">When.</param>
/// <param name="Through">The connection by which it was told.</param>
internal readonly record struct MemberEvent(
    string Watcher, string Channel, string Epoch, string Member, bool IsJoin, DateTimeOffset At = default, string Through = "");
