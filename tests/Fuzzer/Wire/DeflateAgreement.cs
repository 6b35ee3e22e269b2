namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>The permessage-deflate parameters that both ends agreed on, said from the fuzzer's side.</summary>
public sealed record DeflateAgreement(int SendWindowBits, bool SendNoContextTakeover, int ReceiveWindowBits, bool ReceiveNoContextTakeover);
