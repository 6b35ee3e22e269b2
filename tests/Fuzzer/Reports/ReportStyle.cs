namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The looks of both pages, in the pages themselves: they need no other file and no network.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --paper: #f7f7f4; --sheet: #ffffff; --sunk: #f1f1ed; --ink: #1b1d22; --soft-ink: #5b606a; --line: #e0e0da; --accent: #2a52c4;
          --pass: #17693a; --pass-wash: #e2f3e7; --soft: #7d5200; --soft-wash: #fcefcf; --info: #1d5196; --info-wash: #e1ecfb;
          --none: #565a62; --none-wash: #e9e9e5; --fail: #a61e12; --fail-wash: #fde4e0;
          --tx: #6b3fa0; --rx: #0b6a70;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #121418; --sheet: #1a1d23; --sunk: #22262d; --ink: #e6e8ec; --soft-ink: #9ba2ae; --line: #2f343d; --accent: #8fb0ff;
            --pass: #7fd6a0; --pass-wash: #17331f; --soft: #f0c060; --soft-wash: #3a2d0e; --info: #93bdf7; --info-wash: #182c48;
            --none: #aab0ba; --none-wash: #2b3038; --fail: #ff9d92; --fail-wash: #46201c;
            --tx: #c3a2f0; --rx: #74cfd5;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
          font-variant-numeric: tabular-nums lining-nums;
        }
        main { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
        main.case-page { max-width: 62rem; }
        h1, h2, h3, p, dl, dd, ol, pre { margin: 0; }
        h1 { font-size: 2rem; line-height: 1.15; font-weight: 680; letter-spacing: -.022em; text-wrap: balance; }
        h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
        h3 { font-size: .875rem; font-weight: 600; color: var(--soft-ink); }
        a { color: var(--accent); text-underline-offset: .2em; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        code, pre, .id { font-family: var(--mono); font-size: .875em; unicode-bidi: isolate; }
        table { border-collapse: collapse; width: 100%; }
        th { text-align: left; font-weight: 500; }
        th, td { padding: .4rem .75rem; vertical-align: baseline; }
        thead th { font-size: .8rem; color: var(--soft-ink); font-weight: 600; border-bottom: 1px solid var(--line); }
        .who, .nothing, .spent { color: var(--soft-ink); font-weight: 400; }
        .scroll { overflow: auto; }

        .pass { --tone: var(--pass); --wash: var(--pass-wash); }
        .soft { --tone: var(--soft); --wash: var(--soft-wash); }
        .info { --tone: var(--info); --wash: var(--info-wash); }
        .none { --tone: var(--none); --wash: var(--none-wash); }
        .fail { --tone: var(--fail); --wash: var(--fail-wash); }
        .chip {
          display: inline-flex; align-items: baseline; gap: .4em; padding: .12em .65em; border-radius: 99em;
          background: var(--wash); color: var(--tone); font-size: .875rem; line-height: 1.5; font-weight: 600; letter-spacing: 0;
          text-decoration: none; white-space: nowrap;
        }
        a.chip:hover { box-shadow: inset 0 0 0 1.5px var(--tone); }
        .sign { display: inline-block; min-width: .8em; text-align: center; font-weight: 700; }

        .page-head p { margin-top: .5rem; color: var(--soft-ink); }
        .agents { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); gap: 1rem; margin: 2rem 0 1.25rem; }
        .agent-card:only-child { max-width: 38rem; }
        .agent-card { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.4rem; display: flex; flex-direction: column; }
        .agent-card h2 { overflow-wrap: anywhere; }
        .score { margin: .35rem 0 .8rem; color: var(--soft-ink); }
        .score b { font-size: 2.6rem; line-height: 1.1; letter-spacing: -.03em; font-weight: 650; color: var(--ink); }
        .score span { display: block; font-size: .9rem; }
        .whole .score span { color: var(--pass); }
        .short .score span { color: var(--fail); }
        .bar { display: flex; gap: 2px; height: .5rem; margin-bottom: .9rem; border-radius: 99em; overflow: hidden; }
        .bar i { background: var(--tone); min-width: 3px; }
        .counts { display: grid; grid-template-columns: 4.75rem 1fr; padding: .35rem 0; border-top: 1px solid var(--line); font-size: .85rem; }
        .counts ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: 0; list-style: none; }
        .counts li { color: var(--tone); white-space: nowrap; }
        .agent-card .spent { margin-top: auto; padding-top: .4rem; border-top: 1px solid var(--line); font-size: .85rem; }
        .legend { margin: 0 0 2.25rem; }
        .legend summary { cursor: pointer; color: var(--accent); font-size: .925rem; }
        .legend dl { display: grid; grid-template-columns: max-content 1fr; gap: .5rem 1.25rem; margin: 1rem 0; }
        .legend dd { color: var(--soft-ink); }
        .legend p { color: var(--soft-ink); max-width: 60em; }
        .overview { margin-bottom: 2.5rem; }
        .overview h2 { margin-bottom: .5rem; }
        .overview table { width: auto; min-width: min(38rem, 100%); }
        .overview tr > * { border-bottom: 1px solid var(--line); padding-left: 0; padding-right: 2rem; }
        .overview td { white-space: nowrap; }
        .overview a { display: grid; grid-template-columns: 2.4rem 1fr; align-items: baseline; color: inherit; text-decoration: none; }
        .overview a:hover { text-decoration: underline; }
        .overview .id { color: var(--soft-ink); }
        .overview td.whole { color: var(--pass); }
        .overview td.short { color: var(--fail); font-weight: 600; }
        .missing { color: var(--soft-ink); }
        .filter {
          position: sticky; top: .5rem; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: .6rem 1rem; margin-bottom: 1.5rem;
          background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 4px 18px rgb(0 0 0 / .07);
        }
        .filter[hidden] { display: none; }
        .filter input[type=search] {
          font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .6rem; width: 16rem; max-width: 60vw;
        }
        .filter output { margin-left: auto; color: var(--soft-ink); font-size: .9rem; }
        .category { margin-bottom: 2.5rem; scroll-margin-top: 5rem; }
        .category h2 { margin-bottom: .5rem; }
        .category h2 .id { color: var(--soft-ink); margin-right: .35em; }
        .category .scroll { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; }
        .cases { table-layout: fixed; min-width: calc(16rem + var(--agents) * 12rem); }
        .cases thead th { width: 16.5rem; overflow-wrap: anywhere; vertical-align: bottom; }
        .cases thead th.case-column { width: auto; }
        .cases tbody tr + tr > *, .cases tbody + tbody tr > * { border-top: 1px solid var(--line); }
        .cases .title { display: grid; grid-template-columns: 4.4rem 1fr; gap: .75rem; align-items: baseline; }
        .cases tbody .about { color: var(--soft-ink); font-size: .9rem; line-height: 1.45; overflow-wrap: anywhere; }
        .cases .sub th { background: var(--sunk); font-size: .85rem; font-weight: 600; }
        .cases .sub .id { display: inline-block; min-width: 4.4rem; margin-right: .65rem; font-weight: 500; }
        .cases tr.case { scroll-margin-top: 5rem; }
        .cases tr.case:target > * { background: var(--info-wash); }
        .cell { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .65rem; }
        .cell .close { font-size: .875rem; color: var(--soft-ink); }
        .cell .close.soft, .cell .close.fail { color: var(--tone); font-weight: 600; }
        .cell .spent { margin-left: auto; font-size: .8rem; }
        .cell .ratios { flex-basis: 100%; color: var(--soft-ink); font-size: .8rem; }
        [data-hidden] { display: none !important; }

        .back { margin-bottom: 1.25rem; font-size: .925rem; }
        .verdict-head { padding: 1.4rem 1.6rem; border-radius: 12px; background: var(--sheet); border: 1px solid var(--line); border-left: 6px solid var(--tone); }
        .verdict-head .agent { color: var(--soft-ink); overflow-wrap: anywhere; }
        .verdict-head h1 { display: flex; flex-wrap: wrap; align-items: center; gap: .3em .6em; margin: .1rem 0 .5rem; }
        .verdict-head .chip { font-size: 1.05rem; }
        .when .at, .when time { color: var(--soft-ink); }
        .case-page section { margin-top: 2.5rem; }
        .case-page section > h2 { padding-bottom: .4rem; margin-bottom: .8rem; border-bottom: 1px solid var(--line); }
        .case-page p { max-width: 46em; overflow-wrap: anywhere; }
        .story { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 2.5rem; }
        .story h2 { margin-bottom: .35rem; }
        .story p { white-space: pre-line; }
        .beside { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: .9rem; }
        .beside > div { min-width: 0; padding: .9rem 1.1rem 1.1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
        .beside h3 { margin-bottom: .5rem; }
        .beside pre { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; }
        .strictness { font-family: var(--mono); font-size: .8rem; color: var(--soft-ink); margin-top: .6rem; }
        .events { padding: 0; list-style: none; }
        .events li { padding: .4rem 0; }
        .events li + li { border-top: 1px solid var(--line); }
        .events .kind { font-weight: 550; }
        .events .size { color: var(--soft-ink); font-size: .85rem; }
        .payload { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
        .flags { font-size: .925rem; }
        .flags th, .flags td { padding-left: 0; }
        .flags thead th { width: 18rem; } .flags thead th:last-child { width: auto; }
        .flags tbody tr > * { border-bottom: 1px solid var(--line); }
        .flags .value { font-weight: 600; overflow-wrap: anywhere; min-width: 9rem; }
        .flags .off .value, .flags td:last-child { color: var(--soft-ink); font-weight: 400; }
        .statistics { display: grid; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); gap: 1rem; align-items: start; }
        .statistics .scroll { max-height: 24rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
        .numbers { font-size: .9rem; }
        .numbers caption { text-align: left; padding: .75rem .9rem .3rem; font-size: .775rem; text-wrap: balance; font-weight: 600; color: var(--soft-ink); }
        .numbers th, .numbers td { padding: .25rem .9rem; text-align: right; }
        .numbers tbody th .who { font-size: .85em; }
        .numbers tr > :first-child { text-align: left; }
        .numbers tfoot > tr > * { position: sticky; bottom: 0; background: var(--sheet); border-top: 1px solid var(--line); font-weight: 650; padding-bottom: .6rem; padding-top: .4rem; }
        .traffic { max-width: 38rem; margin-top: 1.25rem; }
        .traffic tbody tr > * { border-bottom: 1px solid var(--line); }
        .log { list-style: none; padding: 0; margin-top: 1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; font-size: .9rem; }
        .log li { display: grid; grid-template-columns: 2.6rem 2rem minmax(0, 1fr); gap: .5rem; padding: .45rem 1rem; align-items: baseline; }
        .log li + li { border-top: 1px solid var(--line); }
        .log .number { color: var(--soft-ink); font-family: var(--mono); font-size: .8rem; }
        .log .way { font-family: var(--mono); font-size: .8rem; font-weight: 700; color: var(--way); }
        .log .tx { --way: var(--tx); } .log .rx { --way: var(--rx); }
        .log .frame { box-shadow: inset 3px 0 0 var(--way); }
        .log .what { font-weight: 600; }
        .log .octets .what { font-weight: 400; color: var(--soft-ink); }
        .log .fields > span { margin-left: .75rem; color: var(--soft-ink); font-size: .85rem; white-space: nowrap; }
        .log .fields .loud { color: var(--fail); font-weight: 650; }
        .log .payload { margin-top: .15rem; }
        .log .decoded { display: block; color: var(--soft-ink); font-size: .85rem; unicode-bidi: isolate; }
        .log .hex { display: block; color: var(--soft-ink); overflow-wrap: anywhere; line-break: anywhere; }
        .log .note { background: var(--sunk); color: var(--soft-ink); }
        .log .end { background: var(--sunk); font-weight: 600; }

        @media (max-width: 44rem) {
          main { padding: 1.5rem 1rem 4rem; }
          h1 { font-size: 1.6rem; }
          .story, .beside { grid-template-columns: minmax(0, 1fr); }
          .flags thead { display: none; }
          .flags tr { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
          .flags tbody tr > * { border: 0; padding: .1rem 0; }
          .flags .value { min-width: 0; text-align: right; }
          .flags td:last-child { grid-column: 1 / -1; font-size: .85rem; }
          .overview tr > * { padding-right: .9rem; }
          .cases, .cases thead, .cases tbody { display: block; }
          .cases { min-width: calc(var(--agents) * 10.5rem); }
          .cases tr { display: grid; grid-template-columns: repeat(var(--agents), minmax(0, 1fr)); padding: .2rem 0 .45rem; }
          .cases tbody th, .cases .case-column { grid-column: 1 / -1; }
          .cases th, .cases td { padding: .2rem .75rem; }
          .cases thead th { width: auto; border: 0; }
          .cases thead tr { border-bottom: 1px solid var(--line); }
          .cases .case-column { display: none; }
          .cases tbody tr + tr > *, .cases tbody + tbody tr > * { border: 0; }
          .cases tbody tr + tr, .cases tbody + tbody tr { border-top: 1px solid var(--line); }
          .cases .sub { background: var(--sunk); padding: .3rem 0; }
          .cases .sub .id { min-width: 2.2rem; }
          .cases .title { grid-template-columns: 3.6rem 1fr; }
          .cell { padding-left: 4.35rem; }
          .cases:not([style$=":1"]) .cell { padding-left: 0; }
          .cases:not([style$=":1"]) .spent { margin-left: 0; }
          .legend dl { grid-template-columns: 1fr; gap: .2rem; }
          .legend dd { margin-bottom: .6rem; }
          .log li { grid-template-columns: 2.2rem 1.6rem minmax(0, 1fr); padding: .45rem .7rem; }
          .log .fields > span { margin: 0 .6rem 0 0; }
          .log .fields { display: block; }
        }
        @media print {
          .filter, .back { display: none; }
          .scroll { overflow: visible; max-height: none !important; }
        }

        """;

    /// <summary>Hides the rows that are not looked for. The page is complete without it.</summary>
    public const string FilterScript = """
        (function () {
          var form = document.getElementById("filter"), text = document.getElementById("filter-text");
          var onlyShort = document.getElementById("filter-short"), count = document.getElementById("filter-count");
          var rows = Array.from(document.querySelectorAll("tr.case"), function (row) {
            return { row: row, words: row.cells[0].textContent.toLowerCase(), short: row.classList.contains("short") };
          });
          function show(element, visible) { element.toggleAttribute("data-hidden", !visible); }
          function apply() {
            var wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
            rows.forEach(function (item) {
              var visible = (item.short || !onlyShort.checked) && wanted.every(function (word) { return item.words.includes(word); });
              show(item.row, visible);
              shown += visible;
            });
            document.querySelectorAll(".cases tbody, section.category").forEach(function (part) {
              show(part, part.querySelector("tr.case:not([data-hidden])") !== null);
            });
            count.textContent = shown === rows.length ? rows.length + " cases" : shown + " of " + rows.length + " cases";
          }
          form.addEventListener("input", apply);
          form.addEventListener("submit", function (event) { event.preventDefault(); });
          form.hidden = false;
          apply();
        })();

        """;
}
