namespace HipaaJwt.Tool.Reports.Pages;

/// <summary>The style sheet of the page, and the patterns that tell parts of bars apart without color.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--quiet:#4d5761;--line:#b9c1ca;--panel:#f2f4f7;--link:#0b4fa8;
        --bar:#2a5d9f;--bar2:#b3441e;--good:#14602f;--look:#7a4a00;--bad:#a3121f}
        @media (prefers-color-scheme:dark){:root{--back:#14181d;--text:#e8ebef;--quiet:#b2bac3;--line:#4a535d;--panel:#1f252c;
        --link:#8ab8ff;--bar:#7fb0ef;--bar2:#f0926b;--good:#7fd69c;--look:#f0c06a;--bad:#ff9a9f}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:75rem;padding:1rem 1.5rem 3rem;background:var(--back);color:var(--text);
        font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.3rem;margin:0 0 .5rem}
        a{color:var(--link)}a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:1rem;background:var(--back);padding:.5rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:1rem 0}dt{color:var(--quiet)}dd{margin:0}
        nav ul{columns:18rem;padding-left:1.2rem}
        section{border-top:1px solid var(--line);padding-top:1.2rem;margin-top:2rem}
        .method{color:var(--quiet);max-width:60rem}
        ul.findings{list-style:none;padding:0;margin:.8rem 0}ul.findings li{margin:.3rem 0;padding:.3rem .7rem;border-left:.35rem solid;
        background:var(--panel)}
        li.good{border-color:var(--good)!important}li.look{border-color:var(--look)!important}li.bad{border-color:var(--bad)!important}
        .level{font-weight:700;margin-right:.5rem}li.good .level{color:var(--good)}li.look .level{color:var(--look)}
        li.bad .level{color:var(--bad)}
        figure{margin:1.2rem 0 .4rem;overflow-x:auto}figcaption{font-weight:600;margin-bottom:.3rem}
        svg{max-width:100%;height:auto;color:var(--text)}svg text{fill:currentColor;font-size:12px;font-family:inherit;
        paint-order:stroke;stroke:var(--back);
        stroke-width:3px}
        .patterns{position:absolute}
        .axis{stroke:var(--line);stroke-width:1}.s0{fill:var(--bar)}.s1{fill:url(#hatch)}.hatch{stroke:var(--bar2);stroke-width:3}
        .hatch-back{fill:var(--back)}.s1,.k1{stroke:var(--bar2);stroke-width:1}
        .scroll{overflow-x:auto;margin:.8rem 0 1.4rem}
        table{border-collapse:collapse;font-size:.92rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
        th,td{border-bottom:1px solid var(--line);padding:.25rem .7rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
        th{background:var(--panel)}tbody th{background:none;font-weight:500}.k{white-space:nowrap}
        .n{text-align:right;font-variant-numeric:tabular-nums}
        td,tbody th{min-width:4rem;max-width:26rem}tr.marked>*{background:var(--panel)}
        td.mark{font-weight:600;color:var(--look);min-width:12rem}
        .empty{color:var(--quiet)}
        @media print{:root{--back:#fff;--text:#000;--quiet:#333;--line:#999;--panel:#f2f2f2;--link:#000;--bar:#444;--bar2:#444;--good:#000;
        --look:#000;--bad:#000}body{max-width:none;padding:0;font-size:10pt}nav,.skip{display:none}.scroll,figure{overflow:visible}
        h2,caption,figure{break-after:avoid}tr,figure{break-inside:avoid}table{width:100%}}
        """;

    public const string Patterns =
        "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\">"
        + "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
        + "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hatch-back\" width=\"6\" height=\"6\"/>"
        + "<path class=\"hatch\" d=\"M0 0V6\"/></pattern></defs></svg>\n";
}
