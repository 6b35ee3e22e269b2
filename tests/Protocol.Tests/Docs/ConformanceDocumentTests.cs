using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Protocol.Tests.Docs;

public sealed class ConformanceDocumentTests
{
    [Fact]
    public void Document_ComparedWithTheRuleTables_IsUpToDate() =>
        Repository.AssertUpToDate("CONFORMANCE.md", ConformanceDocument.Write());
}
