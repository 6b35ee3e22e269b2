using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Proxies;
using Stratus.Realtime.Edge.Tests.Api;
using Stratus.Realtime.Edge.Tokens;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Edge.Tests.Docs;

/// <summary>docs/PROTOCOL.md against the lists in the code that it describes.</summary>
public sealed partial class ProtocolDocumentTests
{
    private const string Commands = "## 5. Commands";
    private const string Tokens = "## 15. Tokens";
    private const string Limits = "## 16. Limits";
    private const string Codes = "## 17. Codes";
    private const string ServerApi = "## 18. Server API";

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "PROTOCOL.md")).ReplaceLineEndings("\n");

    [Fact]
    public void ReplyErrors_ComparedWithAll_AreTheSame() => Assert.Equal(
        ReplyError.All.Select(error => $"{error.Code} | {error.Message} | {YesNo(error.Temporary)}"),
        Table(Section(Codes, "### Reply errors")).Select(row => string.Join(" | ", row)));

    [Fact]
    public void DisconnectCodes_ComparedWithAll_AreTheSame() => Assert.Equal(
        DisconnectCode.All.Select(code => $"{code.Code} | {code.Reason} | {YesNo(code.Reconnects)}"),
        Table(Section(Codes, "### Disconnect codes")).Select(row => string.Join(" | ", row[..3])));

    [Fact]
    public void UnsubscribeCodes_ComparedWithAll_AreTheSame() => Assert.Equal(
        UnsubscribeCode.All.Select(code => $"{code.Code} | {code.Reason} | {YesNo(code.Code >= 2500)}"),
        Table(Section(Codes, "### Unsubscribe codes")).Select(row => string.Join(" | ", row[..3])));

    [Fact]
    public void Commands_ComparedWithTheTable_AreTheSame() =>
        Assert.Equal(CommandTable.Methods.Select(method => method.Name), Headings(Section(Commands)));

    [Fact]
    public void Commands_FieldsOfRequests_AreThoseOfTheTable() => Assert.All(CommandTable.Methods, method =>
    {
        string section = Section(Commands, $"### `{method.Name}`");
        IEnumerable<string> fields = CommandTable.Fields.Where(field => (field.Field & method.Fields) != 0).Select(field => field.Name);
        Assert.All(fields, field => Assert.Contains($"`{field}`", section, StringComparison.Ordinal));
        if (section.Contains("| request |", StringComparison.Ordinal))
        {
            Assert.Equal(fields.Order(), Table(section).SelectMany(row => Quoted(row[0])).Order());
        }
    });

    [Fact]
    public void Faults_OfEveryKind_AreListed()
    {
        string section = Section("## 4. JSON");

        Assert.All(Enum.GetValues<CommandFaultKind>().Where(kind => kind != CommandFaultKind.None), kind =>
            Assert.Contains($"`{new CommandFault(kind, "<name>", "<what>").Text}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public void Algorithms_ComparedWithAll_AreTheSame()
    {
        IEnumerable<string[]> rows = Table(Section(Tokens)).ToArray();

        Assert.Equal(JwsAlgorithm.All.Select(algorithm => algorithm.Name), rows.SelectMany(row => Quoted(row[0])));
        Assert.Equal(
            string.Join(", ", JwsAlgorithm.All.Where(algorithm => algorithm.Family == JwsFamily.Hmac).Select(algorithm => algorithm.HashOctets)) + " octets",
            rows.First()[2]);
    }

    [Fact]
    public void Limits_OfClients_AreTheOptions() => Assert.Equal(
        OptionTable.Rows.Select(row => row.Key.ToString()).Where(key => key.StartsWith("Clients:Limits:", StringComparison.Ordinal)).Order(),
        Table(Section(Limits)).SelectMany(row => Quoted(row[0])).Where(key => key.StartsWith("Clients:Limits:", StringComparison.Ordinal)).Order());

    [Fact]
    public void Limits_ThatAreFixed_AreTheConstants()
    {
        ChannelPublisher publisher = new(new FakeGateway(), "edge", TimeProvider.System);

        Assert.Equal(
            [
                $"octets of a token: {CompactJws.MaxOctets}",
                $"levels of a JSON value: {RawJson.MaxDepth}",
                $"octets of the reason of a close frame: {DisconnectCode.MaxReasonOctets}",
                $"publications that wait for one channel; their octets: {publisher.MaxQueued}; {publisher.MaxQueuedOctets}",
                $"tags of a publication; their octets, names and values together: {ApiLimits.MaxTags}; {ApiLimits.MaxTagOctets}",
                $"octets of an idempotency key: {ApiLimits.MaxIdempotencyKeyOctets}",
                $"members of a JSON object in the API and in an answer of the proxy: {JsonMembers.MaxMembers}",
                $"channels that `channels` lists: {ApiLimits.MaxListedChannels}",
                $"octets of payload in a page of the API's `history`: {ApiLimits.MaxHistoryOctets}",
            ],
            Table(Section(Limits)[Section(Limits).IndexOf("These are fixed", StringComparison.Ordinal)..]).Select(row => $"{row[0]}: {row[1]}"));
    }

    [Fact]
    public void Options_ThatAreNamed_Exist()
    {
        HashSet<string> options = [.. OptionTable.Rows.Select(row => row.Key.ToString()), .. OptionTable.Rows.Select(row => row.Key.ToString().Split(':')[^1])];
        IEnumerable<string> named = OptionName().Matches(Text).Select(match => match.Groups[1].Value);

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(options.Contains(name) || OptionTable.Rows.Any(row => row.Key.ToString().StartsWith(name + ":", StringComparison.Ordinal)), name));
    }

    [Fact]
    public async Task ServerApi_ComparedWithTheDispatcher_HasTheSameMethods()
    {
        await using ApiHost host = await ApiHost.StartAsync();

        Assert.Equal(host.Services.GetRequiredService<ApiDispatcher>().Methods, Headings(Section(ServerApi)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Proxy_Events_AreTheKinds() => Assert.Equal(
        Enum.GetNames<ProxyKind>().Select(name => name.ToLower(CultureInfo.InvariantCulture)),
        Table(Section("## 19. Proxy")).Select(row => row[0]));

    [Fact]
    public void Links_WithinThePage_LeadToHeadings()
    {
        HashSet<string> anchors = [.. Heading().Matches(Text).Select(match => Anchor(match.Groups[1].Value))];

        Assert.All(PageLink().Matches(Text).Select(match => match.Groups[1].Value), link => Assert.Contains(link, anchors));
    }

    // What stands between a heading and the next of its level or above; with two headings, the second one within the first.
    private static string Section(params string[] headings)
    {
        string section = Text;
        foreach (string heading in headings)
        {
            int begin = ("\n" + section).IndexOf("\n" + heading + "\n", StringComparison.Ordinal);
            Assert.True(begin >= 0, $"docs/PROTOCOL.md has no heading '{heading}'.");
            section = section[(begin + heading.Length)..];
            int level = heading.TakeWhile(c => c == '#').Count();
            Match next = Regex.Match(section, $"^#{{1,{level}}} ", RegexOptions.Multiline);
            section = next.Success ? section[..next.Index] : section;
        }

        return section;
    }

    // The rows of the first table, without its head, cut into cells.
    private static IEnumerable<string[]> Table(string section) => section.Split('\n')
        .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    private static IEnumerable<string> Headings(string section) => MethodHeading().Matches(section).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Quoted(string cell) => InQuotes().Matches(cell).Select(match => match.Groups[1].Value);

    private static string YesNo(bool value) => value ? "yes" : "no";

    // As the pages of public repositories make them.
    private static string Anchor(string heading) =>
        NotOfAnAnchor().Replace(heading.ToLower(CultureInfo.InvariantCulture), "").Replace(' ', '-');

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^### `(\w+)`$", RegexOptions.Multiline)]
    private static partial Regex MethodHeading();

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex PageLink();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InQuotes();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnAnchor();

    [GeneratedRegex(@"`((?:Edge|Clients|Channels|Proxy|Api|Admin)(?::\w+)+)`")]
    private static partial Regex OptionName();
}
