namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>Commands as SDKs write them and as they might: what cuts and mutations start from.</summary>
internal static class CommandSamples
{
    public static readonly string[] All =
    [
        "{}",
        """{"connect":{"token":"eyJ.a.b","data":{"a":[1,2]},"name":"js","version":"5.8.0","headers":{"x":"y"},"subs":{"c":{"recover":true,"offset":3,"epoch":"xyz"}}},"id":1}""",
        """{"subscribe":{"channel":"chat:index","token":"t","data":null,"positioned":true,"recoverable":true,"join_leave":true,"flag":1,"recover":true,"offset":9007199254740993,"epoch":"e","delta":"fossil","tf":{"op":"and","nodes":[{"key":"k"}]}},"id":2}""",
        """{"unsubscribe":{"channel":"c"},"id":3}""",
        """{"publish":{"channel":"c","data":{"text":"h\u00e9 \ud83d\ude00 é😀\n","n":-1.5e+10}},"id":4}""",
        """{"presence":{"channel":"c"},"id":5}""",
        """{"presence_stats":{"channel":"c"},"id":6}""",
        """{"history":{"channel":"c","since":{"offset":10,"epoch":"e"},"limit":-1,"reverse":true},"id":7}""",
        """{"send":{"data":"hello"}}""",
        """{"rpc":{"method":"m","data":[true,false,null]},"id":8}""",
        """{"refresh":{"token":"t"},"id":9}""",
        """{"sub_refresh":{"channel":"c","token":"t"},"id":4294967295}""",
        "{ \"\\u0069d\" : 1 ,\r\n\t\"publish\" : { \"channel\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\" , \"data\" : [ 1 ,\n2 ] } }",
    ];
}
