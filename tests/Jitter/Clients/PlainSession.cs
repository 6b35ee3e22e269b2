using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Jitter.Tests.Clients;

/// <summary>A session of an anonymous client that wants publications and nothing else.</summary>
internal sealed class PlainSession(ClientSocket socket, string name, IReadOnlyDictionary<string, Journal> journals, Ledger ledger, RunCounts counts)
    : NativeSession(socket, name, journals, ledger, counts);
