using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Turns what may go wrong behind the ports into answers, so that one command cannot spoil its neighbours.</summary>
internal sealed partial class ApiGuard(ILogger<ApiGuard> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>How many commands of one request are under way at a time.</summary>
    public ParallelOptions Parallel { get; } = new() { MaxDegreeOfParallelism = ApiLimits.Parallelism };

    public async ValueTask<ApiAnswer> RunAsync(Func<ValueTask<ApiAnswer>> command)
    {
        try
        {
            return await command();
        }
        catch (GatewayUnavailableException unavailable)
        {
            return ApiAnswer.Refuse(ApiError.Of(ReplyError.Internal, unavailable.Message));
        }
        catch (ChannelLimitException full)
        {
            return ApiAnswer.Refuse(ApiError.Of(ReplyError.LimitExceeded, full.Message));
        }
        catch (Exception fault)
        {
            LogFault(fault);
            return ApiAnswer.Refuse(ApiError.Of(ReplyError.Internal));
        }
    }
}
